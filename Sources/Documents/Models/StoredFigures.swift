import Model
import XML

/// What a model file says in its own words and assimp does not pass on: vertices as they are stored, before faces get
/// copies of their own, and the unit of length.
struct StoredFigures: Equatable {
    /// A unit of length.
    struct Unit: Equatable {
        let name: String
        let meters: Double
    }

    var vertices: Int?
    /// In the order of their first use; nil where assimp names them all.
    var materials: [String]?
    var unit: Unit?

    /// Reads OBJ line by line (Wavefront, appendix B1): `v` is a vertex, `usemtl` names a material that may be
    /// described in another file.
    init(obj bytes: [UInt8]) {
        var count = 0
        var names: [String] = []
        for line in bytes.split(whereSeparator: { $0 == ASCII.lineFeed || $0 == ASCII.carriageReturn }) {
            let line = line.trimmed
            if line.starts(with: "v ") || line.starts(with: "v\t") {
                count += 1
            } else if line.starts(with: "usemtl "), names.count < Limits.modelNames {
                let name = String(decoding: line.dropFirst(7).trimmed.prefix(Limits.documentNameBytes), as: UTF8.self)
                if !names.contains(name) { names.append(name) }
            }
        }
        vertices = count
        materials = names
    }

    /// Reads COLLADA (1.4, chapter 5): `vertices` of a mesh names the source of its positions.
    init(dae bytes: [UInt8]) throws(XMLError) {
        var reader = try XMLReader(bytes, limits: XMLLimits(depth: Limits.partDepth, attributes: Limits.partAttributes))
        var source = ""
        var counts: [String: Int] = [:]
        var positions: [String] = []
        var isInVertices = false
        while true {
            switch try reader.next() {
            case .start:
                switch reader.name {
                case "unit":
                    let meters = reader.attribute("meter").flatMap(Double.init) ?? 1
                    unit = Unit(name: reader.attribute("name") ?? "meter", meters: meters)
                case "source": source = reader.attribute("id") ?? ""
                case "accessor": counts[source] = reader.attribute("count").flatMap(Int.init) ?? 0
                case "vertices": isInVertices = true
                case "input" where isInVertices && reader.attribute("semantic") == "POSITION":
                    positions.append(String(reader.attribute("source")?.dropFirst() ?? ""))
                default: break
                }
            case .end: if reader.name == "vertices" { isInVertices = false }
            case .finished:
                vertices = positions.reduce(0) { $0 + max(0, min(counts[$1] ?? 0, Int(Int32.max))) }
                return
            case .text, .entity: break
            }
        }
    }

    /// Figures of a format that states nothing else than assimp passes on.
    init(unit: Unit? = nil, vertices: Int? = nil) {
        self.unit = unit
        self.vertices = vertices
    }

    /// A unit of 3MF (core specification 1.3, 3.4).
    static func named(_ name: String) -> Unit? {
        let units = [
            "micron": 1e-6, "millimeter": 1e-3, "centimeter": 0.01, "inch": 0.0254, "foot": 0.3048, "meter": 1,
        ]
        return units[name].map { Unit(name: name, meters: $0) }
    }
}

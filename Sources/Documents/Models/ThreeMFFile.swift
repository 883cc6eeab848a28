import Assimp
import Model

/// Reads 3MF (core specification 1.3): objects, what they are made of, and where the plate has them.
///
/// Not by assimp, which aborts where the archive is damaged (5.2).
struct ThreeMFFile {
    private(set) var description = ModelDescription()
    private(set) var unit: StoredFigures.Unit?
    private var objects: [String: Object] = [:]
    private var placed: [(key: String, transform: Transform)] = []
    private static let depth = 32

    /// An object: a mesh, or others put together.
    private struct Object {
        var name = ""
        var box = Box()
        var components: [(key: String, transform: Transform)] = []
        var vertices = 0
        var triangles = 0
    }

    /// Reads all model parts of a package.
    init(_ source: DocumentSource) throws(Failure) {
        let package = try Package(source)
        let names = package.names.filter { $0.lowercased().hasSuffix(".model") }
        guard !names.isEmpty else { throw Package.damaged(source, "there is no model in it") }
        for name in names { try read(name, of: package) }
        for object in objects.values.sorted(by: { $0.name < $1.name }) where object.vertices > 0 {
            description.meshCount += 1
            guard description.meshes.count < Limits.modelNames else { continue }
            description.meshes.append(
                ModelDescription.Mesh(
                    name: object.name, vertices: object.vertices, faces: object.triangles, triangles: object.triangles))
        }
        description.faces = description.triangles
        placeAll()
    }

    private mutating func read(_ name: String, of package: Package) throws(Failure) {
        guard var part = try package.xml(name) else { return }
        var current: (key: String, object: Object)?
        while true {
            let event = try part.next()
            switch event {
            case .start: try start(&part, in: name, &current)
            case .end where part.element == "object":
                if let current, objects.count < Limits.modelNodes { objects[current.key] = current.object }
                current = nil
            case .finished: return
            default: break
            }
        }
    }

    private mutating func start(
        _ part: inout XMLPart, in name: String, _ current: inout (key: String, object: Object)?
    ) throws(Failure) {
        switch part.element {
        case "model": if unit == nil { unit = StoredFigures.named(part["unit"] ?? "millimeter") }
        case "metadata":
            guard let key = part["name"], description.properties.count < Limits.mediaTags else { return }
            let text = String(decoding: try part.text().prefix(Limits.documentNameBytes), as: UTF8.self)
            description.properties.append((key, text))
        case "base":
            if let material = part["name"], description.materials.count < Limits.modelNames {
                description.materials.append(material)
            }
        case "object":
            current = (Self.key(name, part["id"]), Object(name: part["name"] ?? ""))
            description.nodeCount += 1
            if let name = part["name"], description.nodes.count < Limits.modelNames { description.nodes.append(name) }
        case "vertex":
            description.vertices += 1
            current?.object.vertices += 1
            current?.object.box.add(["x", "y", "z"].map { part[$0].flatMap(Double.init) ?? 0 })
        case "triangle":
            description.triangles += 1
            current?.object.triangles += 1
        case "component":
            let placing = (Self.key(part["path"] ?? name, part["objectid"]), Transform(part["transform"]))
            if let count = current?.object.components.count, count < Limits.modelNodes {
                current?.object.components.append(placing)
            }
        case "item":
            if placed.count < Limits.modelNodes {
                placed.append((Self.key(part["path"] ?? name, part["objectid"]), Transform(part["transform"])))
            }
        case "texture2d":
            if let path = part["path"], description.textures.count < Limits.modelNames {
                description.textures.append(path)
            }
        default: break
        }
    }

    private static func key(_ part: String, _ id: String?) -> String {
        "\(part.hasPrefix("/") ? part.dropFirst() : part[...])#\(id ?? "")"
    }

    /// The box around what the plate has; of turned objects, around their boxes.
    private mutating func placeAll() {
        var box = Box()
        var visits = 0
        var waiting = placed.map { (key: $0.key, transform: $0.transform, depth: 0) }
        while let (key, transform, depth) = waiting.popLast() {
            visits += 1
            // Objects made of each other would have no end.
            guard visits <= Limits.modelNodes, depth < Self.depth else { return }
            guard let object = objects[key] else { continue }
            for corner in object.box.corners { box.add(transform.place(corner)) }
            for component in object.components where waiting.count < Limits.modelNodes {
                waiting.append((component.key, component.transform.followed(by: transform), depth + 1))
            }
        }
        guard let low = box.low, let high = box.high else { return }
        description.bounds = (
            ModelPoint(x: low[0], y: low[1], z: low[2]), ModelPoint(x: high[0], y: high[1], z: high[2])
        )
    }
}

extension ThreeMFFile {
    /// A box along the axes that grows with the points in it.
    struct Box {
        private(set) var low: [Double]?
        private(set) var high: [Double]?

        mutating func add(_ point: [Double]) {
            guard point.allSatisfy(\.isFinite) else { return }
            low = low.map { zip($0, point).map(min) } ?? point
            high = high.map { zip($0, point).map(max) } ?? point
        }

        var corners: [[Double]] {
            guard let low, let high else { return [] }
            return (0..<8).map { corner in (0..<3).map { corner >> $0 & 1 == 0 ? low[$0] : high[$0] } }
        }
    }

    /// Four rows of three numbers by which a point, written as a row, is multiplied (3.3).
    struct Transform {
        private var rows: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]

        init(_ text: String?) {
            let numbers = text?.split(separator: " ").compactMap { Double($0) } ?? []
            if numbers.count == 12, numbers.allSatisfy(\.isFinite) { rows = numbers }
        }

        func place(_ point: [Double]) -> [Double] {
            (0..<3).map { column in
                let turned = point[0] * rows[column] + point[1] * rows[3 + column]
                return turned + point[2] * rows[6 + column] + rows[9 + column]
            }
        }

        /// First this one, then another.
        func followed(by outer: Transform) -> Transform {
            var product = outer
            let origin = outer.place([rows[9], rows[10], rows[11]])
            for row in 0..<3 {
                for column in 0..<3 {
                    var sum = 0.0
                    for step in 0..<3 { sum += rows[row * 3 + step] * outer.rows[step * 3 + column] }
                    product.rows[row * 3 + column] = sum
                }
                product.rows[9 + row] = origin[row]
            }
            return product
        }
    }
}

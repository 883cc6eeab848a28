import Assimp
import Layout
import Model

/// What is published of a model: a table and lists for people, metadata for programs.
struct ModelSheet {
    private let description: ModelDescription
    private let figures: StoredFigures
    private let format: ModelFormat
    private let name: String

    init(_ description: ModelDescription, _ figures: StoredFigures, format: ModelFormat, name: String) {
        self.description = description
        self.figures = figures
        self.format = format
        self.name = name
    }

    /// The title its maker gave it.
    var title: String? {
        description.properties.first { $0.name.lowercased() == "title" && !$0.value.isEmpty }?.value
    }

    /// The page: heading, table of figures, lists of names.
    var blocks: [Block] {
        var blocks = [Block(.heading(StyledText(title ?? name), level: 1))]
        blocks.append(Block(.table(Table([["Property", "Value"]] + rows))))
        let lists = [
            ("Materials", materials), ("Parts", parts), ("Animations", description.animations.map(Self.words)),
            ("Textures", textures),
        ]
        for (heading, names) in lists where !names.isEmpty {
            blocks.append(Block(.heading(StyledText(heading), level: 2)))
            blocks.append(Block(.list(names.map { ListEntry(StyledText(Self.oneLine($0))) })))
        }
        return blocks
    }

    private var rows: [[String]] {
        var rows = [["Format", format.title], ["Meshes", "\(description.meshCount)"], ["Vertices", "\(vertices)"]]
        rows += [["Faces", "\(description.faces)"], ["Triangles", "\(description.triangles)"]]
        if let size {
            let unit = unit.map { " \($0.name)" } ?? ""
            rows.append(["Size", size.map(Self.short).joined(separator: " × ") + unit])
        }
        if let box {
            rows.append(["From", box.low.map(Self.short).joined(separator: ", ")])
            rows.append(["To", box.high.map(Self.short).joined(separator: ", ")])
        }
        rows.append(["Unit", unit?.name ?? "not stated"])
        let counts = [
            ("Materials", materials.count), ("Animations", description.animations.count), ("Bones", description.bones),
            ("Textures", textures.count + description.embeddedTextures), ("Lights", description.lights),
            ("Cameras", description.cameras),
        ]
        for (label, count) in counts where count > 0 { rows.append([label, "\(count)"]) }
        for (name, value) in description.properties where Self.shown.contains(name) && !value.isEmpty {
            rows.append([name.replacing("SourceAsset_", with: ""), Self.oneLine(value)])
        }
        return rows
    }

    private static let shown: Set<String> = [
        "SourceAsset_Generator", "SourceAsset_Copyright", "Created", "Modified", "Designer", "Author", "Description",
    ]

    private var vertices: Int { figures.vertices ?? description.vertices }

    /// Without the one that assimp gives to faces that have none.
    private var materials: [String] {
        (figures.materials ?? description.materials).filter { !$0.isEmpty && $0 != "DefaultMaterial" }
    }

    /// Names of nodes and meshes that say something, each once.
    private var parts: [String] {
        var seen: Set<String> = ["RootNode", "ROOT", "3MF", "defaultobject", "document.\(format.rawValue)", ""]
        let names = (description.nodes + description.meshes.map(\.name)).filter { seen.insert($0).inserted }
        // assimp invents names: `$ColladaAutoName$_0`, and `nodes_0` in glTF.
        return names.filter { !$0.hasPrefix("$") && !(format == .glb && $0.hasPrefix("nodes_")) }
    }

    private var textures: [String] { description.textures.filter { !$0.hasPrefix("*") } }

    private static func words(about animation: ModelDescription.Animation) -> String {
        let name = animation.name.isEmpty ? "without a name" : animation.name
        return animation.seconds.map { "\(name), \(short($0)) s" } ?? name
    }

    private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }
}

// MARK: Lengths

extension ModelSheet {
    /// FBX states its unit in centimetres.
    private var unit: StoredFigures.Unit? {
        if let unit = figures.unit { return unit }
        guard format == .fbx,
            let centimeters = description.properties.first(where: { $0.name == "UnitScaleFactor" })
                .flatMap({ Double($0.value) }), centimeters > 0
        else { return nil }
        let names = [0.1: "millimeter", 1: "centimeter", 100: "meter", 2.54: "inch", 30.48: "foot"]
        return StoredFigures.Unit(
            name: names[centimeters] ?? "\(Self.short(centimeters)) cm", meters: centimeters / 100)
    }

    /// Corners in the units of the file; assimp turns COLLADA into metres.
    private var box: (low: [Double], high: [Double])? {
        guard let bounds = description.bounds else { return nil }
        let scale = format == .dae ? figures.unit.map { $0.meters > 0 ? 1 / $0.meters : 1 } ?? 1 : 1
        func scaled(_ point: ModelPoint) -> [Double] { [point.x, point.y, point.z].map { $0 * scale } }
        let (low, high) = (scaled(bounds.low), scaled(bounds.high))
        let largest = (low + high).map(abs).max() ?? 0
        return (low.map { Self.rounded($0, besides: largest) }, high.map { Self.rounded($0, besides: largest) })
    }

    private var size: [Double]? { box.map { box in zip(box.low, box.high).map { $1 - $0 } } }

    /// A number in the six digits that single precision holds of it, or of a larger one it stands beside.
    private static func rounded(_ value: Double, besides larger: Double = 0) -> Double {
        guard value.isFinite, value != 0 else { return 0 }
        var scale = 1.0
        while max(abs(value), larger) * scale < 1e5, scale < 1e15 { scale *= 10 }
        return (value * scale).rounded() / scale
    }

    private static func short(_ value: Double) -> String {
        let value = rounded(value)
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}

// MARK: For programs

extension ModelSheet {
    /// Members of `metadata`.
    var metadata: JSONObject {
        [
            "title": .optional(title), "author": .optional(property("Author", "Designer")), "language": .null,
            "created_at": .null, "format": .string(format.rawValue), "format_name": .string(format.title),
            "meshes": .integer(Int64(description.meshCount)), "vertices": .integer(Int64(vertices)),
            "faces": .integer(Int64(description.faces)), "triangles": .integer(Int64(description.triangles)),
            "bounds": bounds, "unit": .optional(unit?.name), "unit_meters": unit.map { .number($0.meters) } ?? .null,
            "materials": .strings(materials), "parts": .strings(parts),
            "part_count": .integer(Int64(description.nodeCount)), "bones": .integer(Int64(description.bones)),
            "animations": .array(description.animations.map(Self.json)), "textures": .strings(textures),
            "embedded_textures": .integer(Int64(description.embeddedTextures)),
            "lights": .integer(Int64(description.lights)), "cameras": .integer(Int64(description.cameras)),
            "properties": properties,
        ]
    }

    private var bounds: JSONValue {
        guard let box, let size else { return .null }
        func array(_ values: [Double]) -> JSONValue { .array(values.map { .number(Self.rounded($0)) }) }
        return ["min": array(box.low), "max": array(box.high), "size": array(size)]
    }

    private var properties: JSONValue {
        var members = JSONObject()
        for (name, value) in description.properties where members[name] == nil { members[name] = .string(value) }
        return .object(members)
    }

    private func property(_ names: String...) -> String? {
        description.properties.first { names.contains($0.name) && !$0.value.isEmpty }?.value
    }

    private static func json(_ animation: ModelDescription.Animation) -> JSONValue {
        [
            "name": .string(animation.name),
            "duration_seconds": animation.seconds.map { $0.isFinite ? .number(rounded($0)) : .null } ?? .null,
        ]
    }
}

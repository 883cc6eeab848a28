import Model

/// The formats of models in three dimensions, by the extension that tells assimp which importer to use.
enum ModelFormat: String {
    case stl, obj, fbx, glb, ply, dae
    case threeMF = "3mf"

    private static let types: [String: ModelFormat] = [
        "model/stl": .stl, "model/obj": .obj, "application/vnd.autodesk.fbx": .fbx, "model/gltf-binary": .glb,
        "model/3mf": .threeMF, "application/x-ply": .ply, "model/vnd.collada+xml": .dae,
    ]

    /// The format of a media type; nil for all others.
    init?(mimeType: String) {
        guard let format = Self.types[mimeType] else { return nil }
        self = format
    }

    /// The name people know.
    var title: String {
        switch self {
        case .stl: "STL (stereolithography)"
        case .obj: "Wavefront OBJ"
        case .fbx: "Autodesk FBX"
        case .glb: "glTF binary"
        case .ply: "PLY (polygon file)"
        case .dae: "COLLADA"
        case .threeMF: "3MF"
        }
    }

    /// True when the bytes begin as the format does, so that no other importer has to be asked.
    func isBegun(by bytes: [UInt8], size: Int64) -> Bool {
        let head = Array(bytes.prefix(4096))
        switch self {
        case .stl: return Signatures.type(of: head, size: size) == "model/stl" || head.trimmed.starts(with: "solid")
        case .obj: return !head.contains(0)
        case .fbx:
            return head.starts(with: "Kaydara FBX Binary") || head.contains("FBX" as StaticString) && !head.contains(0)
        case .glb: return head.starts(with: "glTF") && head.dropFirst(4).starts(with: [2, 0, 0, 0])
        case .ply: return head.starts(with: "ply")
        case .dae: return head.contains("<COLLADA" as StaticString)
        case .threeMF: return head.starts(with: "PK\u{3}\u{4}")
        }
    }
}

/// The broad kind of a file, used for counts, limits and prices.
public enum MediaCategory: String, Sendable, CaseIterable {
    case document, image, video, audio, model, other

    /// The category of a media type such as `application/pdf`.
    public init(mimeType: String) {
        let parts = mimeType.split(separator: "/", maxSplits: 1)
        switch parts.first {
        case "image": self = .image
        case "video": self = .video
        case "audio": self = .audio
        case "model": self = .model
        case "text", "message": self = .document
        case "application": self = Self.application(parts.count > 1 ? String(parts[1]) : "")
        default: self = .other
        }
    }

    private static func application(_ subtype: String) -> MediaCategory {
        let documents = [
            "pdf", "json", "xml", "rtf", "msword", "epub+zip", "yaml", "x-ndjson", "javascript", "x-tex",
            "postscript", "vnd.ms-excel", "vnd.ms-powerpoint", "vnd.ms-outlook", "mbox", "x-ipynb+json",
            "toml", "sql", "x-subrip", "x-hwp", "hwp+zip", "vnd.visio", "vnd.ms-publisher", "x-tika-ooxml-protected",
        ]
        if documents.contains(subtype) || subtype.hasSuffix("+xml") || subtype.hasSuffix("+json")
            || subtype.hasPrefix("vnd.openxmlformats-officedocument.")
            || subtype.hasPrefix("vnd.oasis.opendocument.")
        {
            return .document
        }
        if subtype == "vnd.autodesk.fbx" || subtype == "x-ply" { return .model }
        return subtype == "ogg" ? .audio : .other
    }
}

/// The names of media types: one for each format, what an extension promises, and which belong together.
///
/// Registered names (IANA) where there are any, else the most used one.
enum MediaTypes {
    static let empty = "inode/x-empty"
    static let binary = "application/octet-stream"
    static let pdf = "application/pdf"
    static let plain = "text/plain"
    static let markdown = "text/markdown"
    static let csv = "text/csv"
    static let tsv = "text/tab-separated-values"
    static let json = "application/json"
    static let ndjson = "application/x-ndjson"
    static let notebook = "application/x-ipynb+json"
    static let xml = "application/xml"
    static let html = "text/html"
    static let xhtml = "application/xhtml+xml"
    static let rss = "application/rss+xml"
    static let atom = "application/atom+xml"
    static let epub = "application/epub+zip"
    static let mail = "message/rfc822"
    static let mailArchive = "application/mbox"
    static let webArchive = "multipart/related"
    static let winmail = "application/vnd.ms-tnef"
    static let yaml = "application/yaml"
    static let zip = "application/zip"
    static let tiff = "image/tiff"
    static let png = "image/png"
    static let apng = "image/apng"
    static let jpeg = "image/jpeg"
    static let bmp = "image/bmp"
    static let gif = "image/gif"
    static let webp = "image/webp"
    static let heic = "image/heic"
    static let avif = "image/avif"
    /// An OOXML document behind a password, which is a compound file with the document in it ([MS-OFFCRYPTO]).
    static let protectedOffice = "application/x-tika-ooxml-protected"
    static let playlist = "audio/x-mpegurl"

    /// The one name we use for a type that goes by several.
    static func canonical(_ type: String) -> String {
        let bare = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return aliases[bare] ?? bare
    }

    /// The type that a file's extension, or its whole name, promises; nil when it promises nothing.
    static func promised(by name: String) -> String? {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        if let whole = wholeNames[last.lowercased()] { return whole }
        guard let dot = last.lastIndex(of: "."), dot > last.startIndex else { return nil }
        return extensions[last[last.index(after: dot)...].lowercased()]
    }

    /// True when the text reader can read the type.
    static func isText(_ type: String) -> Bool {
        if type == html || type == xhtml || type == "text/rtf" { return false }
        if type.hasPrefix("text/") { return true }
        return textualApplications.contains(type)
            || type.hasPrefix("application/") && (type.hasSuffix("+xml") || type.hasSuffix("+json"))
    }

    /// What types are compared by when content and extension differ: two texts are one family, so are two images.
    static func family(_ type: String) -> String {
        if [mail, mailArchive, webArchive].contains(type) { return "mail" }
        if isText(type) { return "text" }
        let top = String(type.prefix { $0 != "/" })
        return ["image", "audio", "video", "model"].contains(top) ? top : type
    }

    /// The type to use where content says only the container and the extension says which kind of it.
    static func refined(_ type: String, by promised: String?) -> String {
        guard let promised, refinements[type]?.contains(promised) == true else { return type }
        return promised
    }

    private static let textualApplications: Set<String> = [
        json, ndjson, xml, yaml, "application/toml", "application/x-subrip", "application/sql",
        "application/x-wine-extension-ini", playlist,
    ]

    private static let aliases = table(MediaTypes.aliasLines)

    /// Read as: the first word is what the others are called here.
    private static func table(_ text: String) -> [String: String] {
        var table: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            for alias in words.dropFirst() { table[alias] = words.first }
        }
        return table
    }

    private static let extensions = table(MediaTypes.extensionLines)

    private static let wholeNames = [
        "dockerfile": "text/x-dockerfile", "makefile": "text/x-makefile", "gnumakefile": "text/x-makefile",
        "readme": plain, "license": plain, "copying": plain,
    ]

    private static let refinements: [String: Set<String>] = [
        "video/x-ms-asf": ["audio/x-ms-wma", "video/x-ms-wmv"],
        "video/mp4": ["audio/mp4"],
        "application/vnd.ms-office": [
            "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
            "application/vnd.ms-outlook", "application/x-hwp",
        ],
        "message/rfc822": ["multipart/related"],
    ]
}

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
        "application/x-wine-extension-ini",
    ]

    private static let aliases = table(
        """
        application/rtf text/rtf
        application/gzip application/x-gzip
        application/x-bzip2 application/bzip2 application/x-bzip
        application/x-tar application/tar
        application/xml text/xml
        application/yaml application/x-yaml text/yaml text/x-yaml
        application/toml text/x-toml text/toml
        application/x-ndjson application/jsonl application/x-jsonlines application/json-seq
        application/x-subrip text/srt text/x-subrip
        application/x-hwp application/haansofthwp application/vnd.hancom.hwp
        application/pgp-keys application/x-gnupg-keyring
        application/zstd application/x-zstd
        application/vnd.ms-office application/x-ole-storage application/cdfv2
        audio/aac audio/x-aac audio/x-hx-aac-adts audio/aacp
        audio/aiff audio/x-aiff
        audio/flac audio/x-flac
        audio/mp4 audio/x-m4a audio/m4a
        audio/mpeg audio/mp3 audio/x-mp3
        audio/ogg application/ogg audio/vorbis
        audio/vnd.wave audio/x-wav audio/wav audio/wave
        audio/amr audio/x-amr
        audio/x-mpegurl application/x-mpegurl audio/mpegurl application/vnd.apple.mpegurl
        audio/x-dff audio/dff
        audio/x-dsf audio/dsf
        image/apng image/vnd.mozilla.apng
        image/bmp image/x-ms-bmp
        image/vnd.microsoft.icon image/x-icon
        image/vnd.adobe.photoshop image/x-photoshop
        image/jp2 image/x-jp2 image/jpeg2000
        image/vnd.zbrush.pcx image/x-pcx
        image/x-portable-graymap image/x-portable-greymap
        model/obj text/x-obj application/x-tgif
        model/stl application/vnd.ms-pki.stl application/sla
        text/css text/x-css
        text/csv application/csv text/x-csv
        text/javascript application/javascript application/x-javascript
        text/markdown text/x-markdown
        text/rust text/x-rust
        text/tab-separated-values text/tsv
        text/vcard text/x-vcard
        text/x-c text/x-c++ text/x-csrc
        text/x-python text/x-script.python
        text/x-shellscript application/x-sh application/x-shellscript
        text/x-tex application/x-tex application/x-latex
        text/x-typescript application/typescript
        video/vnd.avi video/x-msvideo video/avi
        video/x-ms-asf application/vnd.ms-asf
        inode/x-empty application/x-empty
        """)

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

import Model
import XML

/// What the package document of an EPUB says: metadata, the files in reading order, the table of contents
/// (EPUB 3.3, sections 4 and 5; EPUB 2 likewise).
struct BookPackage {
    /// A file of the book.
    struct Item {
        /// Path within the archive.
        let path: String
        let mediaType: String
        let isNavigation: Bool
    }

    private(set) var metadata: [String: [String]] = [:]
    /// Files in reading order, without the table of contents.
    private(set) var spine: [Item] = []
    /// The table of contents, as XHTML or NCX.
    private(set) var contents: Item?

    /// Reads the package document that the container names.
    init(_ package: Package) throws(Failure) {
        guard let path = try Self.packagePath(package), let part = try package.bytes(of: path) else {
            throw Failure(
                .corruptDocument, "\(package.source.name) is no whole book: its package document is missing",
                stage: .parse)
        }
        try Self.refuseProtected(package)
        var items: [String: Item] = [:]
        var order: [String] = []
        var contentsID: String?
        var xml = try XMLPart(part, name: path, of: package.source, allowsDocumentType: true)
        while true {
            let event = try xml.next()
            if event == .finished { break }
            guard event == .start else { continue }
            switch xml.element {
            case "item":
                guard let id = xml["id"], let href = xml["href"], items.count < Limits.bookItems else { continue }
                let isNavigation = (xml["properties"] ?? "").split(separator: " ").contains("nav")
                items[id] = Item(
                    path: Self.resolve(href, beside: path), mediaType: xml["media-type"] ?? "",
                    isNavigation: isNavigation)
            case "itemref":
                if let id = xml["idref"], order.count < Limits.bookItems { order.append(id) }
            case "spine": contentsID = xml["toc"]
            case "title", "creator", "language", "publisher", "date", "identifier", "description", "subject", "rights":
                let name = xml.element
                let text = String(decoding: try xml.text().trimmed.prefix(Limits.documentNameBytes), as: UTF8.self)
                if !text.isEmpty, metadata[name, default: []].count < Limits.bookValues {
                    metadata[name, default: []].append(text)
                }
            default: continue
            }
        }
        contents =
            items.values.first(where: \.isNavigation) ?? contentsID.flatMap { items[$0] }
            ?? items.values.first { $0.mediaType == "application/x-dtbncx+xml" }
        spine = order.compactMap { items[$0] }.filter { !$0.isNavigation }
        // A book of nothing but its table of contents shows that.
        if spine.isEmpty { spine = order.compactMap { items[$0] } }
    }

    private static func packagePath(_ package: Package) throws(Failure) -> String? {
        if let container = try package.bytes(of: "META-INF/container.xml") {
            var xml = try XMLPart(
                container, name: "META-INF/container.xml", of: package.source, allowsDocumentType: true)
            while true {
                let event = try xml.next()
                if event == .finished { break }
                if event == .start, xml.element == "rootfile", let path = xml["full-path"], package.has(path) {
                    return path
                }
            }
        }
        return package.names.first { $0.lowercased().hasSuffix(".opf") }
    }

    /// Fonts may be obfuscated (OCF, section 4.4); a text that is encrypted cannot be read without its owner's key.
    private static func refuseProtected(_ package: Package) throws(Failure) {
        guard let part = try package.bytes(of: "META-INF/encryption.xml") else { return }
        var xml = try XMLPart(part, name: "META-INF/encryption.xml", of: package.source, allowsDocumentType: true)
        var isObfuscation = false
        while true {
            let event = try xml.next()
            if event == .finished { return }
            guard event == .start else { continue }
            if xml.element == "EncryptedData" { isObfuscation = false }
            if xml.element == "EncryptionMethod", let algorithm = xml["Algorithm"] {
                isObfuscation =
                    algorithm == "http://www.idpf.org/2008/embedding" || algorithm == "http://ns.adobe.com/pdf/enc#RC"
            }
            guard xml.element == "CipherReference", !isObfuscation, let path = xml["URI"]?.lowercased() else {
                continue
            }
            let texts = [".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx"]
            if texts.contains(where: path.hasSuffix) {
                throw Failure(
                    .encryptedDocument, "\(package.source.name) is protected by a digital rights management",
                    stage: .parse, resolution: "Drop a copy of the book that is not protected.")
            }
        }
    }

    /// A reference within the archive, as a path from its top; what leads out of it ends there.
    static func resolve(_ reference: String, beside path: String) -> String {
        let bare = reference.prefix { $0 != "#" && $0 != "?" }
        let decoded = percentDecoded(String(bare))
        var parts = decoded.hasPrefix("/") ? [] : path.split(separator: "/").dropLast().map(String.init)
        for part in decoded.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    /// Text with `%20` and the like replaced (RFC 3986, section 2.1).
    static func percentDecoded(_ text: String) -> String {
        guard text.contains("%") else { return text }
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

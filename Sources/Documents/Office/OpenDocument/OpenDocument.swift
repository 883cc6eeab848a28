import Model

/// An OpenDocument package: its styles and properties, and its content ready to be read (ODF 1.3 part 2).
struct OpenDocument {
    let package: Package
    private(set) var styles = OpenDocumentStyles()
    private(set) var properties = OfficeProperties()

    /// Opens a package; one that is protected by a password is refused.
    init(_ source: DocumentSource) throws(Failure) {
        package = try Package(source)
        try package.load {
            !$0.hasPrefix("content") && $0.hasSuffix(".xml") && !$0.contains("/") || $0.hasPrefix("meta-inf/")
        }
        if var manifest = try package.xml("META-INF/manifest.xml") {
            if try manifest.nextElement(named: "encryption-data") { throw Package.encrypted(source) }
        }
        if var xml = try package.xml("meta.xml") { properties = try OfficeProperties(openDocument: &xml) }
        if var xml = try package.xml("styles.xml"), try xml.nextChild(of: 0) {
            while try xml.nextChild(of: 1) {
                if xml.element == "styles" { try styles.read(&xml) } else { try xml.skip() }
            }
        }
    }

    /// The content, with its own styles read, at the first child of the element that holds the text, slides or sheets.
    mutating func content() throws(Failure) -> XMLPart {
        guard var xml = try package.xml("content.xml"), try xml.nextChild(of: 0) else {
            throw Package.damaged(package.source, "it has no content")
        }
        while try xml.nextChild(of: 1) {
            switch xml.element {
            case "automatic-styles": try styles.read(&xml)
            case "body":
                // The element that says what kind of document it is.
                guard try xml.nextChild(of: 2) else { break }
                return xml
            default: try xml.skip()
            }
        }
        throw Package.damaged(package.source, "it has no body")
    }

    /// Depth of the element that holds the text, slides or sheets.
    static let bodyDepth = 3
}

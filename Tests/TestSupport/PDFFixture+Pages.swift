extension PDFFixture {
    /// A page in PDF syntax, for what the fixture itself does not write.
    public struct RawPage: Sendable {
        /// Entries of the resource dictionary.
        public var resources: String
        /// Operators.
        public var content: String
        /// Further entries of the page.
        public var entries: String

        public init(resources: String, content: String, entries: String = "") {
            self.resources = resources
            self.content = content
            self.entries = entries
        }
    }

    /// A document of raw pages; the objects have the numbers 1, 2, 3 and so on, for the pages to refer to.
    public static func document(objects: [String], pages: [RawPage], catalog entries: String = "") -> [UInt8] {
        var writer = PDFObjectWriter()
        for object in objects { _ = writer.add(object) }
        let catalog = writer.reserve()
        let tree = writer.reserve()
        let numbers = pages.map { page in
            let content = writer.add(stream: page.content)
            return writer.add(
                "<< /Type /Page /Parent \(tree) 0 R /Contents \(content) 0 R "
                    + "/Resources << \(page.resources) >> \(page.entries) >>")
        }
        let kids = numbers.map { "\($0) 0 R" }.joined(separator: " ")
        writer.set(
            tree, "<< /Type /Pages /Count \(numbers.count) /Kids [\(kids)] /MediaBox [0 0 595 842] >>")
        writer.set(catalog, "<< /Type /Catalog /Pages \(tree) 0 R \(entries) >>")
        return writer.finish(catalog: catalog, information: writer.add("<< >>"))
    }

    /// An object that is a stream.
    public static func stream(_ content: String, entries: String = "") -> String {
        "<< /Length \(content.utf8.count) \(entries) >>\nstream\n\(content)\nendstream"
    }
}

/// Writes small PDF documents for tests: text at given places, links, outline, metadata, attachments and a form.
///
/// Places count in points from the upper left corner of the unrotated page. Text is Windows-1252 in Helvetica.
public struct PDFFixture: Sendable {
    /// A line of text; `y` is its baseline.
    public struct Text: Sendable {
        public var string: String
        public var x: Double
        public var y: Double
        public var size: Double
        public var isBold: Bool

        public init(_ string: String, x: Double = 72, y: Double, size: Double = 12, isBold: Bool = false) {
            self.string = string
            self.x = x
            self.y = y
            self.size = size
            self.isBold = isBold
        }
    }

    /// A rectangle that leads somewhere.
    public struct Link: Sendable {
        public enum Target: Sendable {
            case address(String)
            /// 1-based page.
            case page(Int)
        }

        public var x: Double
        public var y: Double
        public var width: Double
        public var height: Double
        public var target: Target

        public init(x: Double, y: Double, width: Double, height: Double, to target: Target) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
            self.target = target
        }
    }

    /// One page; A4 unless said otherwise.
    public struct Page: Sendable {
        public var width = 595.0
        public var height = 842.0
        public var rotation = 0
        public var texts: [Text]
        public var links: [Link] = []

        public init(_ texts: [Text]) { self.texts = texts }

        /// A page of lines of 12 points, one under another.
        public init(lines: [String]) {
            texts = lines.enumerated().map { Text($1, y: 72 + 15 * Double($0)) }
        }
    }

    public var pages: [Page]
    public var title: String?
    public var author: String?
    /// Titles and 1-based pages.
    public var outline: [(title: String, page: Int)] = []
    public var attachments: [(name: String, content: String)] = []
    /// Name and value of text fields on the first page.
    public var textFields: [(name: String, value: String)] = []

    public init(_ pages: [Page]) { self.pages = pages }

    /// A document with one page for each list of lines.
    public init(pages: [[String]]) { self.pages = pages.map(Page.init(lines:)) }

    /// The file.
    public func bytes() -> [UInt8] {
        var writer = PDFObjectWriter()
        let catalog = writer.reserve()
        let tree = writer.reserve()
        let fonts = ["Helvetica", "Helvetica-Bold"].map { name in
            writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding >>")
        }
        let numbers = pages.map { _ in writer.reserve() }
        let fields = textFields.enumerated().map { index, field in
            writer.add(
                "<< /Type /Annot /Subtype /Widget /FT /Tx /T \(Self.quoted(field.name)) /V \(Self.quoted(field.value)) "
                    + "/Rect [72 \(72 + 20 * index) 272 \(88 + 20 * index)] /P \(numbers[0]) 0 R >>")
        }
        for (page, number) in zip(pages, numbers) {
            let content = writer.add(stream: Self.content(of: page))
            var annotations = page.links.map { writer.add(Self.annotation($0, on: page, pages: numbers)) }
            if number == numbers.first { annotations += fields }
            let list = annotations.map { "\($0) 0 R" }.joined(separator: " ")
            writer.set(
                number,
                "<< /Type /Page /Parent \(tree) 0 R /MediaBox [0 0 \(page.width) \(page.height)] "
                    + "/Rotate \(page.rotation) /Contents \(content) 0 R /Annots [\(list)] "
                    + "/Resources << /Font << /F1 \(fonts[0]) 0 R /F2 \(fonts[1]) 0 R >> >> >>")
        }
        let kids = numbers.map { "\($0) 0 R" }.joined(separator: " ")
        writer.set(tree, "<< /Type /Pages /Count \(numbers.count) /Kids [\(kids)] >>")
        var entries = "/Type /Catalog /Pages \(tree) 0 R"
        if !outline.isEmpty { entries += " /Outlines \(addOutline(to: &writer, pages: numbers)) 0 R" }
        if !attachments.isEmpty { entries += addAttachments(to: &writer) }
        if !fields.isEmpty {
            entries += " /AcroForm << /Fields [\(fields.map { "\($0) 0 R" }.joined(separator: " "))] >>"
        }
        writer.set(catalog, "<< \(entries) >>")
        var information = "/CreationDate (D:20261121080000Z)"
        if let title { information += " /Title \(Self.quoted(title))" }
        if let author { information += " /Author \(Self.quoted(author))" }
        let dictionary = writer.add("<< \(information) >>")
        return writer.finish(catalog: catalog, information: dictionary)
    }

    private func addOutline(to writer: inout PDFObjectWriter, pages: [Int]) -> Int {
        let root = writer.reserve()
        let numbers = outline.map { _ in writer.reserve() }
        for (index, entry) in outline.enumerated() {
            var text = "/Title \(Self.quoted(entry.title)) /Parent \(root) 0 R"
            text += " /Dest [\(pages[entry.page - 1]) 0 R /Fit]"
            if index > 0 { text += " /Prev \(numbers[index - 1]) 0 R" }
            if index + 1 < numbers.count { text += " /Next \(numbers[index + 1]) 0 R" }
            writer.set(numbers[index], "<< \(text) >>")
        }
        let ends = "/First \(numbers[0]) 0 R /Last \(numbers[numbers.count - 1]) 0 R"
        writer.set(root, "<< /Type /Outlines \(ends) /Count \(numbers.count) >>")
        return root
    }

    private func addAttachments(to writer: inout PDFObjectWriter) -> String {
        var names = ""
        for (name, content) in attachments {
            let size = content.utf8.count
            let file = writer.add(stream: content, extra: "/Type /EmbeddedFile /Params << /Size \(size) >>")
            let specification = writer.add(
                "<< /Type /Filespec /F \(Self.quoted(name)) /EF << /F \(file) 0 R >> >>")
            names += "\(Self.quoted(name)) \(specification) 0 R "
        }
        return " /Names << /EmbeddedFiles << /Names [\(names)] >> >>"
    }

    private static func content(of page: Page) -> String {
        var content = ""
        for text in page.texts {
            let font = text.isBold ? "F2" : "F1"
            let y = page.height - text.y
            content += "BT /\(font) \(text.size) Tf \(text.x) \(y) Td \(quoted(text.string)) Tj ET\n"
        }
        return content
    }

    private static func annotation(_ link: Link, on page: Page, pages: [Int]) -> String {
        let bottom = page.height - link.y - link.height
        let area = "[\(link.x) \(bottom) \(link.x + link.width) \(bottom + link.height)]"
        let target =
            switch link.target {
            case .address(let address): "/A << /S /URI /URI \(quoted(address)) >>"
            case .page(let number): "/Dest [\(pages[number - 1]) 0 R /Fit]"
            }
        return "<< /Type /Annot /Subtype /Link /Rect \(area) /Border [0 0 0] \(target) >>"
    }

    /// A PDF string (PDF 32000-1 section 7.3.4.2), characters above ASCII as octal escapes.
    private static func quoted(_ text: String) -> String {
        var quoted = "("
        for scalar in text.unicodeScalars {
            switch scalar {
            case "(", ")", "\\": quoted += "\\\(scalar)"
            case "€": quoted += "\\200"
            case _ where scalar.value >= 0x80:
                let digits = String(scalar.value & 0xFF, radix: 8)
                quoted += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + ")"
    }
}

/// Numbers objects and writes them with their cross-reference table (PDF 32000-1 section 7.5).
struct PDFObjectWriter {
    private var objects: [String] = []

    /// The number of an object that is set later.
    mutating func reserve() -> Int {
        objects.append("null")
        return objects.count
    }

    mutating func set(_ number: Int, _ object: String) { objects[number - 1] = object }

    mutating func add(_ object: String) -> Int {
        objects.append(object)
        return objects.count
    }

    mutating func add(stream: String, extra: String = "") -> Int {
        add("<< /Length \(stream.utf8.count) \(extra) >>\nstream\n\(stream)\nendstream")
    }

    consuming func finish(catalog: Int, information: Int) -> [UInt8] {
        var text = "%PDF-1.7\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size \(objects.count + 1) /Root \(catalog) 0 R /Info \(information) 0 R >>\n"
        return Array((text + "startxref\n\(table)\n%%EOF\n").utf8)
    }
}

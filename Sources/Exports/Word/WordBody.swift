import Model

/// The body of a text document: paragraphs, lists and tables of WordprocessingML (ECMA-376 part 1, section 17).
struct WordBody {
    private let buffer = ExportBuffer()
    private var hasMissing = false
    /// The first number of each numbered list, in their order; lists of bullets share one numbering.
    private(set) var listStarts: [Int] = []

    /// Numbering of all lists of bullets; numbered ones come after it.
    static let bullets = 1

    /// Hands over what was written.
    func drain() -> [UInt8] { buffer.drain() }

    func begin(_ batch: ExportedBatch) {
        buffer.write(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
            """)
        paragraph("Title", [TextSpan(text: printable(batch.name))])
        table(batch.facts.map { [$0.label, printable($0.value)] }, hasHeader: false)
    }

    mutating func missing(_ item: ExportedItem) {
        if !hasMissing { paragraph("Heading1", [TextSpan(text: "Missing")]) }
        hasMissing = true
        let text = printable(item.path) + ": " + printable(item.reason)
        listEntry(Self.bullets, 0, [TextSpan(text: text)])
    }

    func begin(_ item: ExportedItem) {
        paragraph("Heading1", [TextSpan(text: printable(item.title))])
        table(item.facts.map { [$0.label, printable($0.value)] }, hasHeader: false)
        let fields = FieldPaths.rows(of: item.fields)
        guard !fields.rows.isEmpty else { return }
        paragraph("Caption", [TextSpan(text: "Fields")])
        table(fields.rows.map { [$0.path, $0.value] }, hasHeader: false)
        if !fields.isWhole { paragraph(nil, [TextSpan(text: "Only the first fields are listed.")]) }
    }

    mutating func add(_ page: ExportedPage) {
        if let number = page.number { paragraph("PageMark", [TextSpan(text: "Page \(number)")]) }
        if let failure = page.failure { paragraph("Note", [TextSpan(text: printable(failure))]) }
        for block in page.blocks { add(block) }
        if page.isBare, page.markdown.isEmpty { lines(page.text, style: nil) }
        if let notes = page.speakerNotes { lines(notes, style: "Note") }
    }

    func end() {
        buffer.write(
            """
            <w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" \
            w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>
            """)
    }

    private mutating func add(_ block: ExportBlock) {
        switch block {
        // The first level is the document's own title.
        case .heading(let level, let spans): paragraph("Heading\(min(6, level + 1))", spans)
        case .paragraph(let spans): paragraph(nil, spans)
        case .quote(let spans): paragraph("Quote", spans)
        case .image(let spans): if !spans.isEmpty { paragraph("Caption", spans) }
        case .header, .footer: break
        case .code(let text): lines(text, style: "Code")
        case .rule: paragraph("Rule", [])
        case .list(let entries): add(entries)
        case .table(let rows): table(rows, hasHeader: true)
        }
    }

    private mutating func add(_ entries: [ExportBlock.Entry]) {
        var numbering: Int?
        for entry in entries {
            guard let number = entry.number else {
                listEntry(Self.bullets, entry.level, entry.spans)
                continue
            }
            if numbering == nil {
                listStarts.append(number)
                numbering = Self.bullets + listStarts.count
            }
            listEntry(numbering ?? Self.bullets, entry.level, entry.spans)
        }
    }

    private func listEntry(_ numbering: Int, _ level: Int, _ spans: [TextSpan]) {
        buffer.write(
            "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"\(min(8, level))\"/>"
                + "<w:numId w:val=\"\(numbering)\"/></w:numPr></w:pPr>")
        write(spans)
        buffer.write("</w:p>\n")
    }

    /// One paragraph for each line, so that none is too long for a page.
    private func lines(_ text: String, style: String?) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            paragraph(style, [TextSpan(text: String(line))])
        }
    }

    private func paragraph(_ style: String?, _ spans: [TextSpan]) {
        buffer.write("<w:p>" + (style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""))
        write(spans)
        buffer.write("</w:p>\n")
    }

    private func table(_ rows: [[String]], hasHeader: Bool) {
        let columns = min(Limits.exportTableColumns, rows.map(\.count).max() ?? 0)
        guard columns > 0 else { return }
        buffer.write("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr>")
        buffer.write("<w:tblGrid>" + String(repeating: "<w:gridCol/>", count: columns) + "</w:tblGrid>\n")
        for (index, row) in rows.enumerated() {
            buffer.write("<w:tr>")
            if index == 0, hasHeader { buffer.write("<w:trPr><w:tblHeader/></w:trPr>") }
            for column in 0..<columns {
                var cell = column < row.count ? row[column] : ""
                // What has no column of its own stands in the last.
                if column == columns - 1, row.count > columns { cell = row[column...].joined(separator: " | ") }
                buffer.write("<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>")
                paragraph(nil, [TextSpan(text: cell, style: index == 0 && hasHeader ? .bold : [])])
                buffer.write("</w:tc>")
            }
            buffer.write("</w:tr>\n")
        }
        // Two tables that touch would become one.
        buffer.write("</w:tbl>\n<w:p/>\n")
    }

    // MARK: Text

    private func write(_ spans: [TextSpan]) {
        for span in spans where !span.text.isEmpty {
            guard let link = span.link, !link.contains("\""), !link.contains("\\") else {
                run(span)
                continue
            }
            buffer.write("<w:fldSimple w:instr=\"\(Markup.escaped("HYPERLINK \"\(link)\""))\">")
            run(span)
            buffer.write("</w:fldSimple>")
        }
    }

    private func run(_ span: TextSpan) {
        var properties = ""
        if span.style.contains(.code) { properties += "<w:rStyle w:val=\"CodeText\"/>" }
        if span.style.contains(.bold) { properties += "<w:b/>" }
        if span.style.contains(.italic) { properties += "<w:i/>" }
        if span.style.contains(.strikethrough) { properties += "<w:strike/>" }
        if span.link != nil { properties += "<w:color w:val=\"0563C1\"/><w:u w:val=\"single\"/>" }
        buffer.write("<w:r>" + (properties.isEmpty ? "" : "<w:rPr>\(properties)</w:rPr>"))
        for (index, line) in span.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { buffer.write("<w:br/>") }
            for (column, piece) in line.split(separator: "\t", omittingEmptySubsequences: false).enumerated() {
                if column > 0 { buffer.write("<w:tab/>") }
                if piece.isEmpty { continue }
                let text = Markup.escaped(piece.filter { $0 != "\r" })
                buffer.write("<w:t xml:space=\"preserve\">\(text)</w:t>")
            }
        }
        buffer.write("</w:r>")
    }
}

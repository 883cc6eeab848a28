import Extraction
import Layout
import Model

/// Documents made of words in columns of six points, as a page of a typewriter has them.
enum TemplateFixture {
    /// A document of pages, each a text whose lines are set in columns.
    static func document(_ pages: String...) -> SourceDocument {
        var document = SourceDocument(name: "invoice.pdf", mimeType: "application/pdf")
        for (index, text) in pages.enumerated() {
            var page = SourcePage(number: index + 1, size: PageSize(width: 595, height: 842), text: text)
            for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                page.words += words(of: line, top: Double(40 + row * 12))
            }
            document.pages.append(page)
        }
        return document
    }

    private static func words(of line: Substring, top: Double) -> [SourceWord] {
        var words: [SourceWord] = []
        var column = 0
        for part in line.split(separator: " ", omittingEmptySubsequences: false) {
            if !part.isEmpty {
                let box = PageBox(x: Double(30 + column * 6), y: top, width: Double(part.count * 6), height: 10)
                words.append(SourceWord(String(part), box: box, size: 10))
            }
            column += part.count + 1
        }
        return words
    }

    /// What a template finds of some fields, by name.
    static func values(
        _ template: JSONValue, _ fields: [Field], in document: SourceDocument = invoice
    ) throws -> [String: JSONValue] {
        try find([template], fields, in: document).values.mapValues(\.value)
    }

    static func find(
        _ templates: [JSONValue], _ fields: [Field], in document: SourceDocument = invoice
    ) throws -> Findings {
        let named = templates.enumerated().map { index, content -> JSONValue in
            ["name": .string("t\(index).yml"), "content": content]
        }
        return try TemplateEngine(.array(named), isOnlyEngine: true).find(fields, in: document)
    }

    /// A template with some keys beside keywords that fit `invoice`.
    static func template(_ fields: JSONValue, options: JSONValue = [:], _ more: [(String, JSONValue)] = []) -> JSONValue
    {
        .object(
            JSONObject([("keywords", ["ACME"]), ("fields", fields), ("options", options)] + more))
    }

    static let invoice = document(
        """
        ACME Widgets Ltd                                   Invoice
        1 Main Street                              No.     INV-2024-001
        VAT ID GB 999 9999 73                      Date    05/03/2024

        Pos  Description            Qty      Price       Total
        1    Blue widget             10       2.50       25.00
             with a red ribbon
        2    Green widget             3    1,000.00    3,000.00

        Subtotal                                       3,025.00
        VAT 20%                                          605.00
        Total                                          3,630.00
        """,
        """
        ACME Widgets Ltd                                   Page 2
        Payment due 04 April 2024
        Paid: 30.00  Paid: 600.00
        """)
}

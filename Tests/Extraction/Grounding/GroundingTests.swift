import Layout
import Model
import Testing

@testable import Extraction

@Suite struct GroundingTests {
    /// Lays out lines of words on pages, ten points to a character.
    static func document(_ pages: [String]...) -> SourceDocument {
        var document = SourceDocument(name: "a.pdf", mimeType: "application/pdf")
        for (number, lines) in pages.enumerated() {
            var page = SourcePage(
                number: number + 1, size: PageSize(width: 600, height: 800), text: lines.joined(separator: "\n"))
            for (line, text) in lines.enumerated() {
                var x = 0.0
                for word in text.split(separator: " ") {
                    let width = 10 * Double(word.count)
                    page.words.append(
                        SourceWord(
                            String(word), box: PageBox(x: x, y: 20 * Double(line), width: width, height: 12), size: 12))
                    x += width + 10
                }
            }
            document.pages.append(page)
        }
        return document
    }

    private func evidence(
        _ value: JSONValue, as kind: Field.Kind = .string, named name: String = "a", in document: SourceDocument
    ) -> Evidence? {
        var grounding = Grounding(document)
        let root = Field("document", .object([Field(name, kind)]))
        let finding = Finding(value, by: .provider, confidence: 0.8)
        return grounding.places(of: ["/\(name)": finding], root: root, page: nil)["/\(name)"]?.evidence
    }

    @Test(
        arguments: [
            (1234.5, "Total 1.234,50 EUR", "1.234,50"), (1234.5, "Total 1,234.50", "1,234.50"),
            (1234.5, "Total 1 234,50 EUR", "1 234,50"), (1234.5, "Total 1'234.50", "1'234.50"),
            (1234.5, "Total €1234.5", "1234.5"), (-12.5, "Total -12,50", "12,50"), (20, "Total 20,00", "20,00"),
            (20, "Sum 120,00 and 20 pieces", "20"), (0.19, "VAT 19 %", "19"), (0.19, "VAT 19%", "19"),
            (1_234_567, "Total 12,34,567.00", "12,34,567.00"), (0.5, "Rate 0,5", "0,5"),
        ] as [(JSONValue, String, String)])
    func `A number is found in the notations of many countries`(value: JSONValue, line: String, found: String) {
        let document = Self.document([line])
        #expect(evidence(value, as: .number, in: document)?.text == found)
    }

    @Test(
        arguments: [
            (12, "12,50"), (1234, "1,2345"), (123_450, "1.234,50"), (12.5, "112,50"), (5, "2015"), (234.5, "1.234,50"),
            (12.05, "12.05.2018"),
        ] as [(JSONValue, String)])
    func `A part of a longer number is not the number`(value: JSONValue, line: String) {
        #expect(evidence(value, as: .number, in: Self.document([line])) == nil)
    }

    @Test(arguments: [
        "05.03.2018", "5.3.2018", "03/05/2018", "2018-03-05", "20180305", "05.03.18", "5. März 2018", "March 5, 2018",
        "5th of March 2018", "5 mars 2018", "05-Mar-2018", "2018年3月5日",
    ])
    func `A date is found in the notations of many countries`(text: String) {
        let document = Self.document(["Datum: \(text) 12:00"])
        #expect(evidence("2018-03-05", as: .date(hasTime: false), in: document)?.text == text)
    }

    @Test func `A date is not found in another one`() {
        let document = Self.document(["15.03.2018", "5. April 2018", "105.03.2018"])
        #expect(evidence("2018-03-05", as: .date(hasTime: false), in: document) == nil)
    }

    @Test func `A text over two lines has a box for each`() {
        let document = Self.document(["Seller: Acme Rech-", "nungen GmbH"])
        let found = evidence("Acme Rechnungen GmbH", in: document)
        #expect(found?.text == "Acme Rech- nungen GmbH")
        #expect(
            found?.boxes == [
                PageBox(x: 80, y: 0, width: 100, height: 12), PageBox(x: 0, y: 20, width: 110, height: 12),
            ])
    }

    @Test func `Case, accents, blanks and marks make no difference`() {
        let document = Self.document(["IBAN: DE12 1234 5678 1234 5678 90", "MÜLLER & Söhne"])
        #expect(evidence("DE12123456781234567890", in: document)?.text == "DE12 1234 5678 1234 5678 90")
        #expect(evidence("Müller & Söhne", in: document)?.text == "MÜLLER & Söhne")
        #expect(evidence("EUR", in: Self.document(["Total 5,00 €"]))?.text == "€")
    }

    @Test func `Of equal places the one behind the name of the field counts`() {
        let document = Self.document(["Subtotal 100.00"], ["Grand total 100.00", "Paid 100.00"])
        let found = evidence(100, as: .number, named: "grand_total", in: document)
        #expect(found?.page == 2)
        #expect(found?.boxes.first?.y == 0)
    }

    @Test func `Words painted in another order are found line by line`() {
        var document = Self.document(["Acme Trading Company"])
        document.pages[0].words.swapAt(0, 1)
        #expect(evidence("Acme Trading Company", in: document)?.boxes.count == 1)
    }

    @Test func `Values of a row are found beside each other`() throws {
        let document = Self.document([
            "Pos Item Amount", "1 Bolt 5.00", "2 Bolt 7.00", "3 Nut 5.00", "Total 17.00",
        ])
        let rows: [(String, Double)] = [("Bolt", 5), ("Bolt", 7), ("Nut", 5)]
        var findings: [String: Finding] = [:]
        for (index, row) in rows.enumerated() {
            findings["/rows/\(index)/item"] = Finding(.string(row.0), by: .provider, confidence: 0.8)
            findings["/rows/\(index)/amount"] = Finding(.number(row.1), by: .provider, confidence: 0.8)
        }
        let element = Field("items", .object([Field("item", .string), Field("amount", .number)]))
        let root = Field("document", .object([Field("rows", .array(of: element))]))
        var grounding = Grounding(document)
        let places = grounding.places(of: findings, root: root, page: nil)
        for index in rows.indices {
            let y = 20 * Double(index + 1)
            #expect(places["/rows/\(index)/item"]?.evidence?.boxes.first?.y == y)
            #expect(places["/rows/\(index)/amount"]?.evidence?.boxes.first?.y == y)
        }
    }

    @Test func `Each of many rows with the same values is found on its own line`() {
        let count = 300
        let document = Self.document(["Item Amount"] + (0..<count).map { "Part \($0 % 7) 5.00" })
        var findings: [String: Finding] = [:]
        for row in 0..<count {
            findings["/rows/\(row)/item"] = Finding(.integer(Int64(row % 7)), by: .provider, confidence: 0.8)
            findings["/rows/\(row)/amount"] = Finding(5.0, by: .provider, confidence: 0.8)
        }
        let element = Field("items", .object([Field("item", .integer), Field("amount", .number)]))
        let root = Field("document", .object([Field("rows", .array(of: element))]))
        var grounding = Grounding(document)
        let places = grounding.places(of: findings, root: root, page: nil)
        let right = (0..<count).count { row in
            ["item", "amount"].allSatisfy {
                places["/rows/\(row)/\($0)"]?.evidence?.boxes.first?.y == 20 * Double(row + 1)
            }
        }
        #expect(right == count)
    }

    @Test func `A format without places has a page and the text`() {
        var document = SourceDocument(name: "a.txt", mimeType: "text/plain")
        document.pages = [SourcePage(number: 1, text: "one"), SourcePage(number: 2, text: "Total: 1.234,50 EUR")]
        let found = evidence(1234.5, as: .number, in: document)
        #expect(found == Evidence(page: 2, boxes: [], text: "1.234,50"))
    }

    @Test func `At least 98 of 100 values that stand on a page are found there`() {
        var state: UInt64 = 42
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        var pages: [[String]] = []
        var wanted: [(value: JSONValue, kind: Field.Kind, page: Int, line: Int)] = []
        for page in 0..<40 {
            var lines: [String] = []
            for line in 0..<25 {
                let cents = Int(next(9_000_000)) + 100_000
                let year = 1990 + Int(next(40)), month = 1 + Int(next(12)), day = 1 + Int(next(28))
                func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
                switch next(4) {
                case 0:
                    let whole = cents / 100, rest = two(cents % 100)
                    lines.append(
                        "Betrag \(whole / 1000 > 0 ? "\(whole / 1000).\(String(1000 + whole % 1000).dropFirst())" : "\(whole)"),\(rest) EUR"
                    )
                    wanted.append((.number(Double(cents) / 100), .number, page + 1, line))
                case 1:
                    lines.append("am \(two(day)).\(two(month)).\(year) geliefert")
                    wanted.append((.string("\(year)-\(two(month))-\(two(day))"), .date(hasTime: false), page + 1, line))
                case 2:
                    lines.append("Invoice No. RE-\(cents)/\(page) of \(year)")
                    wanted.append((.string("RE-\(cents)/\(page)"), .string, page + 1, line))
                default:
                    lines.append("Total $\(cents / 100).\(two(cents % 100))")
                    wanted.append((.number(Double(cents) / 100), .number, page + 1, line))
                }
            }
            pages.append(lines)
        }
        var document = SourceDocument(name: "a.pdf", mimeType: "application/pdf")
        for (number, lines) in pages.enumerated() {
            var page = Self.document(lines).pages[0]
            page.number = number + 1
            document.pages.append(page)
        }
        let fields = wanted.enumerated().map { Field("f\($0.offset)", $0.element.kind) }
        let findings = Dictionary(
            uniqueKeysWithValues: wanted.enumerated().map {
                ("/f\($0.offset)", Finding($0.element.value, by: .provider, confidence: 0.8))
            })
        var grounding = Grounding(document)
        let places = grounding.places(of: findings, root: Field("document", .object(fields)), page: nil)
        let right = wanted.enumerated().count { offset, value in
            guard let evidence = places["/f\(offset)"]?.evidence else { return false }
            return evidence.page == value.page && evidence.boxes.contains { $0.y == 20 * Double(value.line) }
        }
        #expect(Double(right) >= 0.98 * Double(wanted.count), "\(right) of \(wanted.count)")
    }
}

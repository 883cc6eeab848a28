import Extraction
import Model
import Testing

/// Values found by labels, places and arithmetic, on pages of many looks and languages.
@Suite struct RulesEngineTests {
    private let invoice: [Field] = [
        Field("invoice_number", .string), Field("issue_date", .date(hasTime: false)),
        Field("due_date", .date(hasTime: false)), Field("seller_name", .string), Field("buyer_name", .string),
        Field("seller_vat_id", .string), Field("currency", .string), Field("tax_basis_total", .number),
        Field("tax_total", .number), Field("grand_total", .number), Field("iban", .string),
    ]

    private func find(_ fields: [Field], _ document: SourceDocument) throws -> [String: JSONValue] {
        try RulesEngine().find(fields, in: document).values.mapValues(\.value)
    }

    @Test func americanInvoiceWithLabelsBeside() throws {
        var page = DrawnPage()
        page.put("Acme Widgets Inc.", 50, 40, size: 18)
        page.lines(50, 64, ["12 Main Street", "Springfield, IL 62701", "Phone: (217) 555-0100"])
        page.row(60, [(400, "Invoice No:"), (480, "INV-2041")])
        page.row(74, [(400, "Invoice Date:"), (480, "03/04/2024")])
        page.row(88, [(400, "Due Date:"), (480, "04/15/2024")])
        page.put("Bill To:", 50, 150)
        page.lines(50, 164, ["Globex Corporation", "99 Elm Avenue", "Portland, OR 97201"])
        page.row(300, [(400, "Subtotal"), (500, "$1,000.00")])
        page.row(314, [(400, "Sales Tax"), (500, "$80.00")])
        page.row(328, [(400, "Total"), (500, "$1,080.00")])
        let found = try find(invoice, DrawnPage.document(page))
        #expect(found["/invoice_number"] == "INV-2041")
        #expect(found["/issue_date"] == "2024-03-04")
        #expect(found["/due_date"] == "2024-04-15")
        #expect(found["/seller_name"] == "Acme Widgets Inc.")
        #expect(found["/buyer_name"] == "Globex Corporation")
        #expect(found["/currency"] == "USD")
        #expect(found["/tax_total"]?.number == 80)
        #expect(found["/grand_total"]?.number == 1080)
        #expect(found["/iban"] == nil)
    }

    @Test func frenchInvoiceWithLabelsAbove() throws {
        var page = DrawnPage()
        page.row(100, [(50, "Numéro de facture"), (200, "Date de facture"), (350, "Date d'échéance")])
        page.row(116, [(50, "F-2023-118"), (200, "12 mars 2023"), (350, "11 avril 2023")])
        page.row(400, [(350, "Total HT"), (500, "1 200,00 €")])
        page.row(414, [(350, "TVA 20 %"), (500, "240,00 €")])
        page.row(428, [(350, "Total TTC"), (500, "1 440,00 €")])
        page.put("N° TVA intracommunautaire : FR40303265045", 50, 780)
        let found = try find(invoice, DrawnPage.document(page))
        #expect(found["/invoice_number"] == "F-2023-118")
        #expect(found["/issue_date"] == "2023-03-12")
        #expect(found["/due_date"] == "2023-04-11")
        #expect(found["/tax_basis_total"]?.number == 1200)
        #expect(found["/tax_total"]?.number == 240)
        #expect(found["/grand_total"]?.number == 1440)
        #expect(found["/seller_vat_id"] == "FR40303265045")
    }

    @Test func germanLetterWithWindowOfTheEnvelope() throws {
        var page = DrawnPage()
        page.put("Muster Bau GmbH • Ringstr. 5 • 50667 Köln", 60, 120, size: 7)
        page.lines(60, 140, ["Erika Beispiel", "Gartenweg 3", "53111 Bonn"])
        page.put("Rechnung Nr. 2024-77 vom 02.05.2024", 60, 260, size: 12)
        page.row(500, [(350, "Nettobetrag"), (480, "100,00 EUR")])
        page.row(514, [(350, "19 % MwSt."), (480, "19,00 EUR")])
        page.row(528, [(350, "Rechnungsbetrag"), (480, "119,00 EUR")])
        page.put("IBAN: DE02 1203 0000 0000 2020 51", 60, 780)
        let found = try find(invoice, DrawnPage.document(page))
        #expect(found["/invoice_number"] == "2024-77")
        #expect(found["/issue_date"] == "2024-05-02")
        #expect(found["/seller_name"] == "Muster Bau GmbH")
        #expect(found["/buyer_name"] == "Erika Beispiel")
        #expect(found["/tax_basis_total"]?.number == 100)
        #expect(found["/tax_total"]?.number == 19)
        #expect(found["/grand_total"]?.number == 119)
        #expect(found["/iban"] == "DE02120300000000202051")
    }

    @Test func arithmeticDecidesBetweenAmounts() throws {
        var page = DrawnPage()
        page.row(300, [(350, "Total"), (500, "50.00")])
        page.row(400, [(350, "Net"), (500, "200.00")])
        page.row(414, [(350, "VAT"), (500, "40.00")])
        page.row(428, [(350, "Total"), (500, "240.00")])
        let found = try find(invoice, DrawnPage.document(page))
        #expect(found["/grand_total"]?.number == 240)
        #expect(found["/tax_basis_total"]?.number == 200)
    }

    @Test func aFormIsReadByTheWordsOfItsFields() throws {
        var page = DrawnPage()
        page.row(100, [(50, "Patient Name:"), (150, "Jane Roe"), (320, "Date of Birth:"), (420, "14 May 1980")])
        page.row(120, [(50, "Policy #"), (150, "PN-88231"), (320, "Smoker"), (420, "No")])
        let fields = [
            Field("patient_name", .string), Field("date_of_birth", .date(hasTime: false)),
            Field("policy_number", .string), Field("smoker", .boolean), Field("blood_type", .string),
        ]
        let found = try find(fields, DrawnPage.document(page))
        #expect(found["/patient_name"] == "Jane Roe")
        #expect(found["/date_of_birth"] == "1980-05-14")
        #expect(found["/policy_number"] == "PN-88231")
        #expect(found["/smoker"] == false)
        #expect(found["/blood_type"] == nil)
    }

    @Test func nothingIsFoundInALetterOfWords() throws {
        var page = DrawnPage()
        page.lines(60, 100, ["Dear neighbours,", "we thank you for the lovely evening", "and hope to see you soon."])
        #expect(try find(invoice, DrawnPage.document(page)).isEmpty)
    }

    @Test func evidenceIsThePlaceOfTheValue() throws {
        var page = DrawnPage()
        page.row(100, [(50, "Invoice number:"), (200, "R-17")])
        let finding = try RulesEngine().find(invoice, in: DrawnPage.document(page)).values["/invoice_number"]
        let evidence = try #require(finding?.evidence)
        #expect(evidence.page == 1)
        #expect(evidence.text == "R-17")
        let box = try #require(evidence.boxes.first)
        #expect(box.x == 200 && box.y == 100 && box.width == 20)
        #expect(finding?.method == .rules)
    }
}

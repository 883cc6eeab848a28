import Extraction
import Model
import Testing

@testable import Documents

@Suite struct EInvoiceTests {
    private func find(_ fields: [Field], in xml: String) throws -> Findings {
        guard case .invoice(let invoice) = EInvoiceParser.read(EmbeddedFile(name: "x.xml", bytes: Array(xml.utf8)))
        else { throw Missing() }
        return try EmbeddedXML(invoice).find(fields, in: SourceDocument(name: "x", mimeType: "application/pdf"))
    }

    private struct Missing: Error {}

    private func values(_ fields: [Field], in xml: String) throws -> [String: JSONValue] {
        try find(fields, in: xml).values.mapValues(\.value)
    }

    @Test(arguments: EInvoiceFixture.all)
    func everySyntaxGivesTheSameValues(name: String, xml: String) throws {
        let lines = Field(
            "items",
            .object([
                Field("pos", .integer), Field("description", .string), Field("article_number", .string),
                Field("quantity", .number), Field("unit", .string), Field("unit_price", .number),
                Field("vat_rate", .number), Field("total", .number),
            ]))
        let fields = [
            Field("invoice_number", .string), Field("issue_date", .date(hasTime: false)),
            Field("due_date", .date(hasTime: false)), Field("currency", .string), Field("seller_name", .string),
            Field("seller_vat_id", .string), Field("seller_address", .string), Field("buyer_name", .string),
            Field("customer_number", .string), Field("buyer_reference", .string), Field("iban", .string),
            Field("bic", .string), Field("line_total", .number), Field("tax_basis_total", .number),
            Field("tax_total", .number), Field("grand_total", .number), Field("due_payable", .number),
            Field("payment_terms", .string), Field("note", .string), Field("line_items", .array(of: lines)),
        ]
        let found = try find(fields, in: xml)
        let expected: [String: JSONValue] = [
            "/invoice_number": "R-2024/17", "/issue_date": "2024-02-29", "/due_date": "2024-03-30", "/currency": "EUR",
            "/seller_name": "Müller & Söhne GmbH", "/seller_vat_id": "DE129273398",
            "/seller_address": "Weg 1, 80331 München", "/buyer_name": "Kunde KG", "/customer_number": "K-7",
            "/buyer_reference": "04011000-12345-34", "/iban": "DE02120300000000202051", "/bic": "BYLADEM1001",
            "/line_total": .number(145), "/tax_basis_total": .number(144), "/tax_total": .number(12.96),
            "/grand_total": .number(156.96), "/due_payable": .number(100), "/payment_terms": "30 Tage netto",
            "/note": "Danke\nBis bald",
            "/line_items/0/pos": 1, "/line_items/0/description": "Schrauben M4", "/line_items/0/article_number": "S-4",
            "/line_items/0/quantity": .number(200), "/line_items/0/unit": "C62",
            "/line_items/0/unit_price": .number(0.125), "/line_items/0/vat_rate": .number(19),
            "/line_items/0/total": .number(25),
            "/line_items/1/pos": 2, "/line_items/1/description": "Beratung", "/line_items/1/article_number": "B-1",
            "/line_items/1/quantity": .number(1.5), "/line_items/1/unit": "HUR",
            "/line_items/1/unit_price": .number(80), "/line_items/1/vat_rate": .number(7),
            "/line_items/1/total": .number(120),
        ]
        #expect(found.values.mapValues(\.value) == expected)
        #expect(found.rowsSeen == ["/line_items": 2])
        #expect(found.values.values.allSatisfy { $0.method == .embeddedXML && $0.confidence == 1 })
    }

    @Test(
        arguments: [
            ("Rechnungsnummer", "R-2024/17"), ("rechnungsdatum", "2024-02-29"), ("invoiceNo", "R-2024/17"),
            ("BT-31", "DE129273398"), ("vat_number", "DE129273398"), ("Kundennummer", "K-7"), ("Währung", "EUR"),
            ("lieferant_name", "Müller & Söhne GmbH"), ("supplier", "Müller & Söhne GmbH"),
            ("vendor_name", "Müller & Söhne GmbH"),
            ("customer_name", "Kunde KG"), ("Leitweg-ID", "04011000-12345-34"), ("mandate_reference", nil),
            ("Steuernummer", "143/815/08155"), ("favourite_colour", nil),
        ] as [(String, String?)])
    func fieldsMayHaveOtherNames(name: String, expected: String?) throws {
        let found = try values([Field(name, .string)], in: EInvoiceFixture.cii)
        #expect(found["/" + name] == expected.map(JSONValue.string))
    }

    @Test(
        arguments: [
            ("amount_due", 100), ("Gesamtbetrag", 156.96), ("net_total", 144), ("total_vat", 12.96), ("BT-113", 56.96),
            ("Nettobetrag", 144), ("total_amount", 156.96),
        ] as [(String, Double)])
    func amountsMayHaveOtherNames(name: String, expected: Double) throws {
        let found = try values([Field(name, .number)], in: EInvoiceFixture.ubl())
        #expect(found["/" + name] == .number(expected))
    }

    @Test func partiesAndBreakdownsMayBeNested() throws {
        let party = [
            Field("name", .string), Field("vat_id", .string),
            Field(
                "address",
                .object([
                    Field("street", .string), Field("zip", .string), Field("city", .string), Field("country", .string),
                ])),
        ]
        let tax = Field("items", .object([Field("rate", .number), Field("net", .number), Field("tax", .number)]))
        let allowance = Field("items", .object([Field("reason", .string), Field("amount", .number)]))
        let fields = [
            Field("seller", .object(party)), Field("buyer", .object(party)), Field("vat_breakdown", .array(of: tax)),
            Field("allowances", .array(of: allowance)),
        ]
        let found = try find(fields, in: EInvoiceFixture.cii)
        #expect(
            found.values.mapValues(\.value) == [
                "/seller/name": "Müller & Söhne GmbH", "/seller/vat_id": "DE129273398",
                "/seller/address/street": "Weg 1",
                "/seller/address/zip": "80331", "/seller/address/city": "München", "/seller/address/country": "DE",
                "/buyer/name": "Kunde KG", "/buyer/address/street": "Ring 2", "/buyer/address/zip": "1010",
                "/buyer/address/city": "Wien", "/buyer/address/country": "AT",
                "/vat_breakdown/0/rate": .number(19), "/vat_breakdown/0/net": .number(24),
                "/vat_breakdown/0/tax": .number(4.56),
                "/vat_breakdown/1/rate": .number(7), "/vat_breakdown/1/net": .number(120),
                "/vat_breakdown/1/tax": .number(8.4),
                "/allowances/0/reason": "Treue", "/allowances/0/amount": .number(1),
            ])
        #expect(found.absent == ["/buyer/vat_id"])
    }

    @Test func aCreditNoteIsReadAndNamed() throws {
        var type = Field("document_type", .string)
        type.allowed = ["invoice", "credit_note"]
        let fields = [type, Field("BT-3", .string), Field("total", .number)]
        let found = try values(fields, in: EInvoiceFixture.ubl(isCreditNote: true))
        #expect(found == ["/document_type": "credit_note", "/BT-3": "381", "/total": .number(156.96)])
    }

    @Test func whatAProfileWithoutLinesDoesNotSayMayStandOnThePage() throws {
        let xml = EInvoiceFixture.cii.replacing("urn:cen.eu:en16931:2017", with: "urn:factur-x.eu:1p0:minimum")
        #expect(try find([Field("mandate_reference", .string)], in: xml).absent.isEmpty)
    }

    @Test(arguments: ["iso-8859-1", "utf-16"])
    func otherEncodingsAreRead(encoding: String) throws {
        let xml = EInvoiceFixture.zugferd1.replacing("UTF-8", with: encoding)
        var bytes: [UInt8] = encoding == "utf-16" ? [0xFF, 0xFE] : []
        for unit in xml.utf16 {
            bytes.append(UInt8(truncatingIfNeeded: unit))
            if encoding == "utf-16" { bytes.append(UInt8(unit >> 8)) }
        }
        guard case .invoice(let invoice) = EInvoiceParser.read(EmbeddedFile(name: "x", bytes: bytes)) else {
            Issue.record("not read")
            return
        }
        #expect(invoice.header[27] == "Müller & Söhne GmbH")
    }

    @Test(arguments: [
        ("<html><body/></html>", "other"), ("no xml", "other"), ("<Invoice><ID>1</ID></Invoice>", "invoice"),
        ("<Invoice><ID>1</ID>", "unreadable"), ("<Invoice/>", "other"),
        ("<!DOCTYPE Invoice [<!ENTITY a \"b\">]><Invoice><ID>&a;</ID></Invoice>", "other"),
        ("<Invoice>" + String(repeating: "<a>", count: 100_000), "unreadable"),
        ("<Invoice>" + String(repeating: "<a/>", count: 500_000), "unreadable"),
    ])
    func hostileFilesAreGivenUp(xml: String, expected: String) {
        let outcome =
            switch EInvoiceParser.read(EmbeddedFile(name: "x", bytes: Array(xml.utf8))) {
            case .invoice: "invoice"
            case .other: "other"
            case .unreadable: "unreadable"
            }
        #expect(outcome == expected)
    }

    @Test func oneThatCannotBeReadIsNamedInAWarning() {
        var document = SourceDocument(name: "x.pdf", mimeType: "application/pdf")
        document.embedded = [
            EmbeddedFile(name: "other.xml", bytes: Array(EInvoiceFixture.cii.utf8)),
            EmbeddedFile(name: "factur-x.xml", bytes: Array("<rsm:CrossIndustryInvoice xmlns:rsm=\"a\">".utf8)),
        ]
        let found = EInvoiceParser.invoice(in: document)
        #expect(found.invoice != nil)
        #expect(found.warnings.count == 1)
        #expect(found.warnings.first?.contains("factur-x.xml") == true)
    }

    @Test func aFileTooLargeForAnInvoiceIsCutAndNamed() {
        let file = EmbeddedFile(name: "x.xml", bytes: [UInt8](repeating: 0x20, count: Limits.eInvoiceBytes + 1))
        guard case .unreadable(let reason) = EInvoiceParser.read(file) else {
            Issue.record("read")
            return
        }
        #expect(reason == "it is larger than 32 MiB")
    }
}

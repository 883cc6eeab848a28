import Model
import TestSupport
import Testing
import WorkerProtocol

/// E-invoices on their way from the file to extract.json.
@Suite struct EInvoiceFileTests {
    private static let schema: JSONObject = [
        "schema": [
            "type": "object",
            "properties": [
                "rechnungsnummer": ["type": "string"], "gesamtbetrag": ["type": "number"],
                "positionen": [
                    "type": "array",
                    "items": [
                        "type": "object",
                        "properties": ["beschreibung": ["type": "string"], "menge": ["type": "number"]],
                    ],
                ],
            ],
        ]
    ]

    private static let result: JSONValue = [
        "rechnungsnummer": "R-2024/17", "gesamtbetrag": .number(156.96),
        "positionen": [
            ["beschreibung": "Schrauben M4", "menge": 200], ["beschreibung": "Beratung", "menge": .number(1.5)],
        ],
    ]

    @Test(arguments: ["factur-x.xml", "anything.bin"])
    func anInvoiceWithinAPDFFillsTheSchema(name: String) throws {
        var fixture = PDFFixture([.init(lines: ["Invoice"])])
        fixture.attachments = [("notes.txt", "no invoice"), ("other.xml", "<x/>"), (name, EInvoiceFixture.cii)]
        let done = try process(fixture.bytes(), name: "a.pdf", kind: .extract, parameters: Self.schema)
        #expect(done.report.failure == nil)
        #expect(try JSONParser.parse(done.sink.parts[.extractJSON] ?? []) == Self.result)
    }

    @Test(arguments: EInvoiceFixture.all)
    func anXMLFileFillsTheSchema(name: String, xml: String) throws {
        let done = try process(Array(xml.utf8), name: "a.xml", kind: .extract, parameters: Self.schema)
        #expect(done.report.failure == nil)
        #expect(try JSONParser.parse(done.sink.parts[.extractJSON] ?? []) == Self.result)
    }
}

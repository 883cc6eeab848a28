import Extraction
import Model
import Testing

/// Arrays of objects from the rows of tables.
@Suite struct RulesRowsTests {
    private let lines = Field(
        "line_items",
        .array(
            of: Field(
                "items",
                .object([
                    Field("description", .string), Field("quantity", .number), Field("unit_price", .number),
                    Field("amount", .number),
                ]))))

    @Test func rowsOfATableGoOnOverPagesUpToTheTotals() throws {
        var first = DrawnPage()
        let head: [(Double, String)] = [(50, "Beschreibung"), (300, "Menge"), (380, "Einzelpreis"), (480, "Gesamt")]
        first.row(100, head)
        first.row(120, [(50, "Schrauben"), (300, "10"), (380, "0,50"), (480, "5,00")])
        first.put("verzinkt", 50, 131)
        first.row(150, [(50, "Winkel"), (300, "2"), (380, "3,00"), (480, "6,00")])
        var second = DrawnPage()
        second.row(60, head)
        second.row(80, [(50, "Leim"), (300, "1"), (380, "4,00"), (480, "4,00")])
        second.row(110, [(380, "Nettobetrag"), (480, "15,00")])
        let found = try RulesEngine().find([lines], in: DrawnPage.document(first, second))
        #expect(found.rowsSeen == ["/line_items": 3])
        #expect(found.values["/line_items/0/description"]?.value == "Schrauben verzinkt")
        #expect(found.values["/line_items/0/quantity"]?.value.number == 10)
        #expect(found.values["/line_items/1/amount"]?.value.number == 6)
        #expect(found.values["/line_items/2/description"]?.value == "Leim")
        #expect(found.values["/line_items/2/description"]?.evidence?.page == 2)
    }

    @Test func transactionsOfAStatementAreRows() throws {
        let transactions = Field(
            "transactions",
            .array(
                of: Field(
                    "items",
                    .object([
                        Field("date", .date(hasTime: false)), Field("description", .string), Field("amount", .number),
                        Field("balance", .number),
                    ]))))
        var page = DrawnPage()
        page.row(100, [(50, "Date"), (130, "Description"), (350, "Amount"), (450, "Balance")])
        page.row(116, [(50, "01/02/2024"), (130, "Opening deposit"), (350, "500.00"), (450, "500.00")])
        page.row(132, [(50, "15/02/2024"), (130, "Card payment"), (350, "-20.00"), (450, "480.00")])
        let found = try RulesEngine().find([transactions], in: DrawnPage.document(page))
        #expect(found.rowsSeen == ["/transactions": 2])
        #expect(found.values["/transactions/1/date"]?.value == "2024-02-15")
        #expect(found.values["/transactions/1/description"]?.value == "Card payment")
        #expect(found.values["/transactions/1/amount"]?.value.number == -20)
        #expect(found.values["/transactions/1/balance"]?.value.number == 480)
    }

    @Test func rowsOfAReceiptHaveNoHead() throws {
        var page = DrawnPage()
        page.put("Corner Shop", 100, 40, size: 14)
        page.row(80, [(50, "2 x Coffee"), (200, "6.00")])
        page.row(94, [(50, "Bagel"), (200, "2.50")])
        page.row(120, [(50, "TOTAL"), (200, "8.50")])
        let found = try RulesEngine().find([lines], in: DrawnPage.document(page))
        #expect(found.rowsSeen == ["/line_items": 2])
        #expect(found.values["/line_items/0/description"]?.value == "Coffee")
        #expect(found.values["/line_items/0/quantity"]?.value.number == 2)
        #expect(found.values["/line_items/1/amount"]?.value.number == 2.5)
    }
}

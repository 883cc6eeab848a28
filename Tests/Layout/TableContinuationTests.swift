import Testing

@testable import Layout

/// When a table of the next page is the rest of the one before.
@Suite struct TableContinuationTests {
    private func table(_ rows: [[String]], edges: [Float] = [50, 150, 250, 350], hasHead: Bool = false) -> FoundTable {
        var found = FoundTable(
            area: Area(left: 50, top: 100, right: 350, bottom: 200), table: Table(rows), words: [], columnEdges: edges)
        found.isRuled = true
        found.hasHead = hasHead
        return found
    }

    private let first = [["Name", "Use", "No"], ["a", "water", "1"], ["b", "a long text that", "2"]]

    @Test func aRepeatedHeadIsLeftOut() {
        let next = table([["Name", "Use", "No"], ["c", "fire", "3"]], hasHead: true)
        let continuation = TableContinuation(table(first, hasHead: true), next)
        #expect(continuation.goesOn)
        let joined = continuation.joined(pages: (3, 4))
        #expect(joined.texts == first + [["c", "fire", "3"]])
        #expect(joined.table.mergedFromPages == [3, 4])
    }

    @Test func theRestOfARowJoinsItsBeginning() {
        let next = table([["", "goes on", ""], ["c", "fire", "3"]])
        let joined = TableContinuation(table(first), next).joined(pages: (1, 2))
        #expect(joined.texts == [first[0], first[1], ["b", "a long text that goes on", "2"], ["c", "fire", "3"]])
    }

    @Test func threePagesAreNamed() {
        let next = table([["c", "fire", "3"]])
        let two = TableContinuation(table(first), next).joined(pages: (1, 2))
        let three = TableContinuation(two, table([["d", "air", "4"]])).joined(pages: (2, 3))
        #expect(three.table.mergedFromPages == [1, 2, 3])
        #expect(three.texts.count == 5)
    }

    @Test func aTableWithAHeadOfItsOwnIsAnotherOne() {
        let next = table([["City", "River", "km"], ["c", "fire", "3"]], hasHead: true)
        #expect(!TableContinuation(table(first, hasHead: true), next).goesOn)
    }

    @Test func otherColumnsAreAnotherTable() {
        #expect(!TableContinuation(table(first), table([["c", "fire", "3"]], edges: [50, 220, 300, 350])).goesOn)
        #expect(!TableContinuation(table(first), table([["c", "fire"]], edges: [50, 150, 350])).goesOn)
    }
}

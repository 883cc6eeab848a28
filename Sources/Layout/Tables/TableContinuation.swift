import Model

/// Decides whether a table goes on in another one, on the next page or in the next column of the page, and joins them.
public struct TableContinuation: Sendable {
    private let first: FoundTable
    private let next: FoundTable

    /// Parts of the width by which columns of both may differ.
    private static let slack: Float = 0.08
    /// The same for columns that no lines divide, which are as wide as their texts.
    private static let looseSlack: Float = 0.16

    /// A table and the one that may be its rest.
    public init(_ first: FoundTable, _ next: FoundTable) {
        self.first = first
        self.next = next
    }

    /// True when both have the same columns, and the second one no head of its own.
    public var goesOn: Bool {
        guard hasSameColumns else { return false }
        return repeatsHead || !next.hasHead
    }

    /// Both as one; `pages` are those of the two tables.
    public func joined(pages: (Int, Int)) -> FoundTable {
        var joined = first
        var rows = next.table.rows
        if repeatsHead {
            rows.removeFirst(min(rows.count, first.table.headerRows))
        } else if let row = rows.first, isRest(row) {
            rows.removeFirst()
            appendToLast(row, &joined.table)
        }
        joined.table.rows += rows
        joined.hasHead = first.hasHead
        if pages.0 != pages.1 {
            let before = joined.table.mergedFromPages
            joined.table.mergedFromPages = (before.isEmpty ? [pages.0] : before) + [pages.1]
        }
        for concern in next.table.concerns where !joined.table.concerns.contains(concern) {
            joined.table.concerns.append(concern)
        }
        return joined
    }

    private var hasSameColumns: Bool {
        let (edges, others) = (first.columnEdges, next.columnEdges)
        guard edges.count == others.count, edges.count > 2, let start = edges.first, let end = edges.last,
            let otherStart = others.first
        else { return false }
        let slack = (first.isRuled && next.isRuled ? Self.slack : Self.looseSlack) * (end - start)
        return (1..<edges.count - 1).allSatisfy { abs((edges[$0] - start) - (others[$0] - otherStart)) <= slack }
    }

    private var repeatsHead: Bool {
        let count = first.table.headerRows
        guard count > 0, first.table.rows.count > count, next.table.rows.count > count else { return false }
        let head = first.table.rows[..<count].map { $0.map(\.text.bytes) }
        return head == next.table.rows[..<count].map { $0.map(\.text.bytes) }
            && head.contains { !$0.allSatisfy(\.isEmpty) }
    }

    /// True for the rest of a row that the end of the page divided: its first cell is empty, another goes on a sentence.
    private func isRest(_ row: [Table.Cell]) -> Bool {
        guard let last = first.table.rows.last, last.count == row.count, row.count > 1,
            row[0].text.isEmpty, !last[0].text.isEmpty
        else { return false }
        return zip(row, last).contains { rest, start in
            guard let begin = rest.text.bytes.first, let end = start.text.bytes.last else { return false }
            return begin >= 0x61 && begin <= 0x7A && end != UInt8(ascii: ".")
        }
    }

    private func appendToLast(_ row: [Table.Cell], _ table: inout Table) {
        let last = table.rows.count - 1
        for (column, cell) in row.enumerated() where !cell.text.isEmpty {
            if !table.rows[last][column].text.isEmpty { table.rows[last][column].text.append(" ") }
            table.rows[last][column].text.append(cell.text)
        }
    }
}

import Layout
import Model

/// Reads the cells of one sheet row by row (ECMA-376 part 1, 18.3).
struct SheetRows {
    private let strings: SharedStrings
    private let styles: SheetStyles
    private let countsFrom1904: Bool
    private var row = -1
    private var isInData = false
    private(set) var merges: [SheetGrid.Merge] = []
    /// Cells that lead somewhere, by the identifiers of their relationships.
    private(set) var links: [(row: Int, column: Int, id: String)] = []
    /// Formulas whose results the writer did not store.
    private(set) var formulasWithoutResult = 0

    init(strings: SharedStrings, styles: SheetStyles, countsFrom1904: Bool) {
        self.strings = strings
        self.styles = styles
        self.countsFrom1904 = countsFrom1904
    }

    /// The next row with something in it; nil at the end of the sheet.
    mutating func next(_ xml: inout XMLPart) throws(Failure) -> (row: Int, cells: [SheetGrid.Cell])? {
        while true {
            switch try xml.next() {
            case .start where xml.element == "row":
                let given = xml["r"].flatMap(Int.init).map { $0 - 1 }
                row = given.flatMap { (0..<Limits.sheetRows).contains($0) ? $0 : nil } ?? row + 1
                let cells = try cells(&xml)
                if !cells.isEmpty { return (row, cells) }
            case .start where xml.element == "mergeCell":
                if let merge = xml["ref"].flatMap(CellName.range), merges.count < Limits.mergedCells {
                    merges.append(merge)
                }
            case .start where xml.element == "hyperlink":
                let id = xml.attribute("id", inNamespaceEnding: "/relationships")
                if let id, let place = xml["ref"].flatMap(CellName.range), links.count < Limits.documentLinks {
                    links.append((place.rows.lowerBound, place.columns.lowerBound, id))
                }
            case .finished: return nil
            default: break
            }
        }
    }

    private mutating func cells(_ xml: inout XMLPart) throws(Failure) -> [SheetGrid.Cell] {
        let level = xml.depth
        var cells: [SheetGrid.Cell] = []
        var column = -1
        while try xml.nextChild(of: level) {
            guard xml.element == "c" else {
                try xml.skip()
                continue
            }
            column = xml["r"].flatMap { CellName.parse($0)?.column } ?? column + 1
            let text = try cell(&xml)
            guard !text.isEmpty, column < Limits.tableColumns else { continue }
            // Cells that do not stand in order, as no office program writes them, are put where they belong.
            if let last = cells.last, last.column >= column {
                cells.removeAll { $0.column == column }
                let place = cells.firstIndex { $0.column > column } ?? cells.count
                cells.insert(SheetGrid.Cell(column: column, text: text), at: place)
            } else {
                cells.append(SheetGrid.Cell(column: column, text: text))
            }
        }
        return cells
    }

    private mutating func cell(_ xml: inout XMLPart) throws(Failure) -> StyledText {
        let level = xml.depth
        let type = xml["t"] ?? "n"
        let style = xml["s"].flatMap(Int.init) ?? 0
        var value: [UInt8] = []
        var formula: [UInt8] = []
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "v": value = try xml.text()
            case "f": formula = try xml.text()
            case "is": value = try inlineString(&xml)
            default: try xml.skip()
            }
        }
        if value.isEmpty, !formula.isEmpty {
            formulasWithoutResult += 1
            return StyledText(utf8: [UInt8(ascii: "=")] + formula)
        }
        return StyledText(utf8: shown(value, type, style).trimmed)
    }

    private func inlineString(_ xml: inout XMLPart) throws(Failure) -> [UInt8] {
        let level = xml.depth
        var text: [UInt8] = []
        while true {
            switch try xml.next() {
            case .start where xml.element == "rPh": try xml.skip()
            case .start where xml.element == "t": text += try xml.text()
            case .end where xml.depth == level: return text
            case .finished: return text
            default: break
            }
        }
    }

    /// What a cell shows of its stored value.
    private func shown(_ value: [UInt8], _ type: String, _ style: Int) -> [UInt8] {
        switch type {
        case "s": return Array(strings[Int(String(decoding: value, as: UTF8.self)) ?? -1])
        case "b": return Array((value == [UInt8(ascii: "1")] ? "TRUE" : "FALSE").utf8)
        case "n":
            let format = styles[style]
            if format.isGeneral, Self.isShort(value) { return value }
            guard let number = Double(String(decoding: value, as: UTF8.self)) else { return value }
            return Array(format.text(number, from1904: countsFrom1904).utf8)
        case "str", "inlineStr": return Array(styles[style].text(String(decoding: value, as: UTF8.self)).utf8)
        default: return value
        }
    }

    /// True for digits that General shows as they are.
    private static func isShort(_ value: [UInt8]) -> Bool {
        // `2.50` and `3.0` lose their zeros.
        if value.last == UInt8(ascii: "0"), value.contains(UInt8(ascii: ".")) { return false }
        return value.count <= 15
            && value.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }
}

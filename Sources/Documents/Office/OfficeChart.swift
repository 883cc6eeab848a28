import Layout
import Model

/// A chart as what it shows: its title and a table of categories and values (ECMA-376 part 1, 21.2).
struct OfficeChart {
    private var title = StyledText()
    private var series: [Series] = []

    private struct Series {
        var name = ""
        var categories: [Int: String] = [:]
        var values: [Int: String] = [:]
    }

    /// Reads a chart part, at whose start `xml` is.
    init(_ xml: inout XMLPart) throws(Failure) {
        while true {
            switch try xml.next() {
            case .start where xml.element == "ser": series.append(try Self.readSeries(&xml))
            case .start where xml.element == "title" && series.isEmpty && title.isEmpty:
                title = StyledText(utf8: try DrawingText.plain(&xml))
            case .finished: return
            default: break
            }
            if series.count >= Limits.chartSeries { return }
        }
    }

    private static func readSeries(_ xml: inout XMLPart) throws(Failure) -> Series {
        let level = xml.depth
        var series = Series()
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "tx": series.name = try readPoints(&xml).values.first ?? ""
            case "cat", "xVal": series.categories = try readPoints(&xml)
            case "val", "yVal": series.values = try readPoints(&xml)
            default: try xml.skip()
            }
        }
        return series
    }

    /// The cached texts or numbers by their index; of several levels of categories the innermost.
    private static func readPoints(_ xml: inout XMLPart) throws(Failure) -> [Int: String] {
        let level = xml.depth
        var points: [Int: String] = [:]
        var index = 0
        while true {
            switch try xml.next() {
            case .start where xml.element == "pt": index = xml["idx"].flatMap(Int.init) ?? 0
            case .start where xml.element == "v":
                let text = String(decoding: try xml.text(), as: UTF8.self)
                if points[index] == nil, (0..<Limits.tableRows).contains(index) { points[index] = Self.shortened(text) }
            case .end where xml.depth == level: return points
            case .finished: return points
            default: break
            }
        }
    }

    /// Charts keep numbers with all the digits of their binary form.
    private static func shortened(_ text: String) -> String {
        guard text.utf8.count > 12, let number = Double(text) else { return text }
        return NumberFormat.general(number)
    }

    /// The title and the table; none of it where the chart has neither.
    var blocks: [Block.Kind] {
        var blocks: [Block.Kind] = title.isEmpty ? [] : [.paragraph(title)]
        let last = series.flatMap { Array($0.values.keys) + Array($0.categories.keys) }.max()
        guard let last else { return blocks }
        let categories = series.first { !$0.categories.isEmpty }?.categories ?? [:]
        var rows = [[""] + series.map(\.name)]
        for index in 0...last {
            rows.append([categories[index] ?? ""] + series.map { $0.values[index] ?? "" })
        }
        blocks.append(.table(Table(rows)))
        return blocks
    }
}

/// Texts in DrawingML (ECMA-376 part 1, 21.1.2).
enum DrawingText {
    /// All text of the element that begins here, a line for each paragraph.
    static func plain(_ xml: inout XMLPart) throws(Failure) -> [UInt8] {
        let level = xml.depth
        var text: [UInt8] = []
        while true {
            switch try xml.next() {
            case .start where xml.element == "t": text += try xml.text()
            case .start where xml.element == "br": text.append(ASCII.lineFeed)
            case .end where xml.depth == level: return Array(text.trimmed)
            case .end where xml.element == "p": text.append(ASCII.lineFeed)
            case .finished: return Array(text.trimmed)
            default: break
            }
        }
    }

    /// The texts of a SmartArt graphic, in the order of its data (21.4.3).
    static func smartArt(_ xml: inout XMLPart) throws(Failure) -> [ListEntry] {
        var entries: [ListEntry] = []
        while true {
            switch try xml.next() {
            case .start where xml.element == "pt" && ["pres", "parTrans", "sibTrans"].contains(xml["type"] ?? ""):
                try xml.skip()
            case .start where xml.element == "t" && xml.depth <= 5:
                let text = try plain(&xml)
                if !text.isEmpty, entries.count < Limits.listEntries {
                    entries.append(ListEntry(StyledText(utf8: text)))
                }
            case .finished: return entries
            default: break
            }
        }
    }
}

/// Charts and SmartArt graphics, which stand in parts of their own.
enum OfficeGraphic {
    /// What a graphic says; nothing where its part cannot be read, since the text around it can.
    static func blocks(of part: String, isChart: Bool, in package: Package) -> [Block.Kind] {
        guard var xml = try? package.xml(part) else { return [] }
        if isChart { return (try? OfficeChart(&xml))?.blocks ?? [] }
        guard let entries = try? DrawingText.smartArt(&xml), !entries.isEmpty else { return [] }
        return [.list(entries)]
    }
}

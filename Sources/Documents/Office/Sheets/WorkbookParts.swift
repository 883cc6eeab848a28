import Model

/// The strings that the cells of a workbook share (ECMA-376 part 1, 18.4), one after the other.
struct SharedStrings {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init() {}

    /// Reads `sharedStrings.xml`. Phonetic hints are no part of the text.
    init(_ xml: inout XMLPart, of source: DocumentSource) throws(Failure) {
        while true {
            switch try xml.next() {
            case .start where xml.element == "rPh": try xml.skip()
            case .start where xml.element == "t": bytes += try xml.text()
            case .end where xml.element == "si":
                ends.append(bytes.count)
                if bytes.count > Limits.sharedStringBytes || ends.count > Limits.sharedStrings {
                    throw Failure(
                        .fileTooLarge, "\(source.name) has too much text: its sheets share more than can be held",
                        stage: .parse, resolution: "Divide the workbook into several, or save its sheets as CSV.")
                }
            case .finished: return
            default: break
            }
        }
    }

    /// The string of a number; empty when there is none.
    subscript(index: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(index) else { return [] }
        return bytes[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
    }
}

/// The formats of a workbook's cells (ECMA-376 part 1, 18.8).
struct SheetStyles {
    private var formats: [NumberFormat] = []
    private static let general = NumberFormat(builtIn: 0)

    init() {}

    /// Reads `styles.xml`.
    init(_ xml: inout XMLPart) throws(Failure) {
        var codes: [Int: NumberFormat] = [:]
        var isInCells = false
        while true {
            switch try xml.next() {
            case .start where xml.element == "numFmt":
                if let id = xml["numFmtId"].flatMap(Int.init), let code = xml["formatCode"], codes[id] == nil {
                    codes[id] = NumberFormat(code: code)
                }
            case .start where xml.element == "cellXfs": isInCells = true
            case .end where xml.element == "cellXfs": isInCells = false
            case .start where xml.element == "xf" && isInCells && formats.count < Limits.cellFormats:
                let id = xml["numFmtId"].flatMap(Int.init) ?? 0
                let format = codes[id] ?? NumberFormat(builtIn: id)
                codes[id] = format
                formats.append(format)
            case .finished: return
            default: break
            }
        }
    }

    /// The format of a style number.
    subscript(style: Int) -> NumberFormat { formats.indices.contains(style) ? formats[style] : Self.general }
}

/// The sheets of a workbook in their order (ECMA-376 part 1, 18.2).
struct Workbook {
    /// One sheet.
    struct Sheet {
        let name: String
        let part: String
        let isHidden: Bool
    }

    private(set) var sheets: [Sheet] = []
    private(set) var countsFrom1904 = false

    /// Reads `workbook.xml`. Sheets that are but a chart or a macro have no cells.
    init(_ main: String, in package: Package, _ relationships: Relationships) throws(Failure) {
        guard var xml = try package.xml(main) else { return }
        while true {
            switch try xml.next() {
            case .start where xml.element == "workbookPr":
                countsFrom1904 = xml["date1904"].map(WordFormat.isOn) ?? false
            case .start where xml.element == "sheet":
                let target = relationships[xml.attribute("id", inNamespaceEnding: "/relationships")]
                guard let target, target.kind == "worksheet", sheets.count < Limits.sheets else { break }
                let state = xml["state"] ?? "visible"
                sheets.append(
                    Sheet(
                        name: (xml["name"] ?? "").trimmingBlanks, part: target.target, isHidden: state != "visible"))
            case .finished: return
            default: break
            }
        }
    }
}

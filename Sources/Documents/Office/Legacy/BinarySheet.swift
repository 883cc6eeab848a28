import Layout
import Model
import WorkerProtocol

/// Reads the cells of one sheet of an Excel 97 workbook ([MS-XLS] 2.1.7.20.5).
struct BinarySheet {
    private let book: BinaryWorkbook
    private var row = -1
    private var cells: [SheetGrid.Cell] = []
    private(set) var merges: [SheetGrid.Merge] = []
    /// The formula whose text comes in the next record.
    private var formula: (row: Int, column: Int)?

    init(_ book: BinaryWorkbook) { self.book = book }

    /// Reads all rows of the sheet at an offset.
    mutating func read<Sink: PartSink>(
        at offset: Int, _ pages: inout SheetPages<Sink>, _ output: inout DocumentOutput<Sink>
    ) {
        var records = BinaryRecords(book.data, at: offset)
        var depth = 0
        while let record = records.next() {
            if record.kind == BinaryRecords.Kind.beginOfFile {
                depth += 1
            } else if record.kind == BinaryRecords.Kind.endOfFile {
                depth -= 1
                if depth <= 0 { break }
            } else if depth == 1 {
                // Charts in the sheet are deeper.
                if let started = start(of: record), started != row { endRow(&pages, &output, next: started) }
                read(record)
            }
        }
        endRow(&pages, &output, next: -1)
    }

    private func start(of record: BinaryRecords.Record) -> Int? {
        switch record.kind {
        case BinaryRecords.Kind.number, BinaryRecords.Kind.rk, BinaryRecords.Kind.multipleRK,
            BinaryRecords.Kind.label, BinaryRecords.Kind.sharedLabel, BinaryRecords.Kind.richString,
            BinaryRecords.Kind.boolOrError, BinaryRecords.Kind.formula:
            Int(book.data.word(record.start))
        default: nil
        }
    }

    private mutating func endRow<Sink: PartSink>(
        _ pages: inout SheetPages<Sink>, _ output: inout DocumentOutput<Sink>, next: Int
    ) {
        // Rows stand in their order; one that comes again would be a lie.
        if !cells.isEmpty, row > (pages.grid.rows.last?.row ?? -1) {
            pages.add(row: row, cells.sorted { $0.column < $1.column }, &output)
        }
        cells = []
        row = next
    }

    private mutating func add(_ column: Int, _ text: StyledText) {
        let text = text.trimmed
        guard !text.isEmpty, cells.count < Limits.tableColumns else { return }
        cells.append(SheetGrid.Cell(column: column, text: text))
    }

    private mutating func read(_ record: BinaryRecords.Record) {
        let (data, place) = (book.data, record.start)
        let column = Int(data.word(place + 2))
        let format = Int(data.word(place + 4))
        switch record.kind {
        case BinaryRecords.Kind.sharedLabel:
            let index = Int(data.long(place + 6))
            if book.strings.indices.contains(index) { add(column, StyledText(utf8: book.strings[index])) }
        case BinaryRecords.Kind.label, BinaryRecords.Kind.richString:
            add(column, StyledText(utf8: book.label(place + 6)))
        case BinaryRecords.Kind.number: add(column, book.shown(data.double(place + 6), format: format))
        case BinaryRecords.Kind.rk: add(column, book.shown(Self.rk(data.long(place + 6)), format: format))
        case BinaryRecords.Kind.multipleRK:
            for index in 0..<max(0, (record.count - 6) / 6) {
                let value = place + 4 + 6 * index
                add(column + index, book.shown(Self.rk(data.long(value + 2)), format: Int(data.word(value))))
            }
        case BinaryRecords.Kind.boolOrError:
            add(column, Self.shown(data.byte(place + 6), isError: data.byte(place + 7) != 0))
        case BinaryRecords.Kind.formula: readFormula(place, column, format)
        case BinaryRecords.Kind.string:
            if let formula, formula.row == row { add(formula.column, StyledText(utf8: book.label(place))) }
            formula = nil
        case BinaryRecords.Kind.mergedCells: readMerges(record)
        default: break
        }
    }

    /// The stored result of a formula ([MS-XLS] 2.5.133).
    private mutating func readFormula(_ place: Int, _ column: Int, _ format: Int) {
        let data = book.data
        guard data.word(place + 12) == 0xFFFF else {
            return add(column, book.shown(data.double(place + 6), format: format))
        }
        switch data.byte(place + 6) {
        case 0: formula = (row, column)
        case 1: add(column, Self.shown(data.byte(place + 8), isError: false))
        case 2: add(column, Self.shown(data.byte(place + 8), isError: true))
        default: break
        }
    }

    private mutating func readMerges(_ record: BinaryRecords.Record) {
        let data = book.data
        for index in 0..<min(Int(data.word(record.start)), max(0, record.count - 2) / 8) {
            let place = record.start + 2 + 8 * index
            let rows = (Int(data.word(place)), Int(data.word(place + 2)))
            let columns = (Int(data.word(place + 4)), Int(data.word(place + 6)))
            guard rows.0 <= rows.1, columns.0 <= columns.1, merges.count < Limits.mergedCells else { continue }
            merges.append(SheetGrid.Merge(rows: rows.0...rows.1, columns: columns.0...columns.1))
        }
    }

    /// A number in four bytes ([MS-XLS] 2.5.217).
    private static func rk(_ value: UInt32) -> Double {
        let number =
            value & 2 != 0
            ? Double(Int32(bitPattern: value) >> 2) : Double(bitPattern: UInt64(value & 0xFFFF_FFFC) << 32)
        return value & 1 != 0 ? number / 100 : number
    }

    private static func shown(_ value: UInt8, isError: Bool) -> StyledText {
        guard isError else { return StyledText(value != 0 ? "TRUE" : "FALSE") }
        let errors: [UInt8: String] = [
            0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
            0x2A: "#N/A",
        ]
        return StyledText(errors[value] ?? "#ERROR!")
    }
}

/// Reads workbooks of Excel 97 to 2003 and of Excel 5 (xls).
struct BinarySheetsReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let file = try CompoundFile(source)
        var stream = try file.stream("Workbook")
        if stream == nil { stream = try file.stream("Book") }
        guard let stream else {
            throw Failure(.corruptDocument, "\(source.name) has no workbook in it", stage: .parse)
        }
        let book = BinaryWorkbook(stream)
        if book.isEncrypted { throw Package.encrypted(source) }
        var pages = SheetPages<Sink>(options)
        var read = 0
        for sheet in book.sheets where !pages.isDone {
            var cells = BinarySheet(book)
            pages.begin(sheet.name, isHidden: sheet.isHidden, &output)
            cells.read(at: sheet.offset, &pages, &output)
            pages.end(merges: cells.merges, links: [], notes: [], &output)
            read += 1
        }
        let properties = try LegacyProperties.read(file)
        try pages.finish(source, isCut: read < book.sheets.count, properties, &output)
    }
}

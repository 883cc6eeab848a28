import Layout
import Model
import WorkerProtocol

/// Reads OpenDocument spreadsheets (ods; ODF 1.3 part 3, clause 9): what cells show is stored with them.
struct OpenSheetsReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        var document = try OpenDocument(source)
        var xml = try document.content()
        var pages = SheetPages<Sink>(options)
        var isOver = false
        var count = 0
        while !pages.isDone, !isOver {
            guard try xml.nextChild(of: OpenDocument.bodyDepth) else {
                isOver = true
                continue
            }
            guard xml.element == "table", count < Limits.sheets else {
                try xml.skip()
                continue
            }
            count += 1
            let isHidden = document.styles.style("table", xml["style-name"])?.isHidden ?? false
            pages.begin((xml["name"] ?? "").trimmingBlanks, isHidden: isHidden, &output)
            var sheet = OpenSheet(flow: OpenDocumentFlow(styles: document.styles))
            try sheet.read(&xml, &pages, &output)
            pages.end(merges: sheet.merges, links: [], notes: sheet.notes, &output)
        }
        try pages.finish(source, isCut: !isOver, document.properties, &output)
    }
}

/// One sheet while it is read.
struct OpenSheet {
    private var flow: OpenDocumentFlow
    private var row = 0
    private(set) var merges: [SheetGrid.Merge] = []
    private(set) var notes: [Block.Kind] = []

    init(flow: OpenDocumentFlow) { self.flow = flow }

    /// Reads the rows of the table or group of rows that begins here.
    mutating func read<Sink: PartSink>(
        _ xml: inout XMLPart, _ pages: inout SheetPages<Sink>, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "table-header-rows", "table-rows", "table-row-group": try read(&xml, &pages, &output)
            case "table-row":
                let repeated = max(1, xml["number-rows-repeated"].flatMap(Int.init) ?? 1)
                let cells = try readCells(&xml)
                if !cells.isEmpty {
                    for copy in 0..<min(repeated, Limits.tableRows) { pages.add(row: row + copy, cells, &output) }
                }
                row = min(Limits.sheetRows, row + min(repeated, Limits.sheetRows))
            case "shapes":
                var pieces: [FlowPiece] = []
                try flow.drawing(&xml, into: &pieces)
                let text = FlowPiece.flattened(pieces)
                if !text.isEmpty { notes.append(.paragraph(text)) }
            default: try xml.skip()
            }
        }
    }

    private mutating func readCells(_ xml: inout XMLPart) throws(Failure) -> [SheetGrid.Cell] {
        let level = xml.depth
        var cells: [SheetGrid.Cell] = []
        var column = 0
        while try xml.nextChild(of: level) {
            let repeated = max(1, xml["number-columns-repeated"].flatMap(Int.init) ?? 1)
            guard xml.element == "table-cell" else {
                if xml.element == "covered-table-cell" {
                    column = min(Limits.tableColumns, column + min(repeated, Limits.tableColumns))
                }
                try xml.skip()
                continue
            }
            noteMerge(&xml, column)
            let stored = xml["value"] ?? xml["string-value"]
            let text = try cell(&xml, stored: stored)
            if !text.isEmpty {
                for copy in 0..<min(repeated, Limits.spannedColumns) where column + copy < Limits.tableColumns {
                    cells.append(SheetGrid.Cell(column: column + copy, text: text))
                }
            }
            column = min(Limits.tableColumns, column + min(repeated, Limits.tableColumns))
        }
        return cells
    }

    private mutating func noteMerge(_ xml: inout XMLPart, _ column: Int) {
        let across = min(max(1, xml["number-columns-spanned"].flatMap(Int.init) ?? 1), Limits.tableColumns)
        let down = min(max(1, xml["number-rows-spanned"].flatMap(Int.init) ?? 1), Limits.sheetRows)
        guard across > 1 || down > 1, merges.count < Limits.mergedCells else { return }
        merges.append(SheetGrid.Merge(rows: row...row + down - 1, columns: column...column + across - 1))
    }

    /// The text a cell shows; its value where no text is stored.
    private mutating func cell(_ xml: inout XMLPart, stored: String?) throws(Failure) -> StyledText {
        let level = xml.depth
        var pieces: [FlowPiece] = []
        while try xml.nextChild(of: level) {
            if xml.element == "annotation" {
                let comments = try flow.comment(&xml)
                if notes.count < Limits.listEntries { notes += comments }
            } else {
                try flow.block(&xml, into: &pieces)
            }
        }
        let text = FlowPiece.flattened(pieces).trimmed
        return text.isEmpty ? StyledText(stored ?? "") : text
    }
}

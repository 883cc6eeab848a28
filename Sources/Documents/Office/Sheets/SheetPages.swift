import Layout
import Model
import WorkerProtocol

/// Divides the sheets of a workbook into pages, whatever its format.
///
/// A sheet is a page with its name as heading; one with very many rows goes on in further pages.
struct SheetPages<Sink: PartSink> {
    private var sequence: PageSequence
    private(set) var outline: [JSONValue] = []
    /// Entries of `sheets` in the metadata.
    private var sheets: [JSONValue] = []
    private var isFirstOfSheet = true
    private var name = ""
    private(set) var grid = SheetGrid()

    init(_ options: ParseOptions) { sequence = PageSequence(options) }

    var isDone: Bool { sequence.isDone }
    var pageCount: Int { sequence.number }

    /// Begins a sheet.
    mutating func begin(_ name: String, isHidden: Bool, _ output: inout DocumentOutput<Sink>) {
        self.name = name
        isFirstOfSheet = true
        grid = SheetGrid()
        sheets.append(
            ["name": .string(name), "page_number": .integer(Int64(sequence.number + 1)), "hidden": .bool(isHidden)])
        if isHidden { output.warn("the sheet \"\(printable(name))\" is hidden in the workbook") }
    }

    /// Adds a row of the sheet.
    mutating func add(row: Int, _ cells: [SheetGrid.Cell], _ output: inout DocumentOutput<Sink>) {
        if grid.rows.count >= Limits.tableRows || grid.byteCount >= Limits.tablePageBytes { endPage([], &output) }
        grid.add(row: row, cells)
    }

    /// Ends the sheet; `notes` stand below its cells.
    mutating func end(
        merges: [SheetGrid.Merge], links: [(row: Int, column: Int, address: String)], notes: [Block.Kind],
        _ output: inout DocumentOutput<Sink>
    ) {
        grid.merges = merges
        for link in links { grid.link(row: link.row, column: link.column, to: link.address) }
        endPage(notes, &output)
    }

    private mutating func endPage(_ notes: [Block.Kind], _ output: inout DocumentOutput<Sink>) {
        defer {
            grid = SheetGrid()
            isFirstOfSheet = false
        }
        guard sequence.begin() else { return }
        var builder = PageBuilder(startingAt: sequence.number, dividesLongPages: false)
        if isFirstOfSheet, !name.isEmpty { builder.add(.heading(StyledText(name), level: 1)) }
        for block in grid.blocks() + notes { builder.add(block) }
        builder.endPage()
        outline += builder.outline
        output.add(links: builder.takeLinks())
        for page in builder.takePages() { sequence.write(page, to: &output) }
    }

    /// Says what was left out and ends the document.
    mutating func finish(
        _ source: DocumentSource, isCut: Bool, _ properties: OfficeProperties, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        if sequence.number == 0, !isCut {
            output.warn("the workbook has no sheets with cells")
            if sequence.begin() { sequence.write(PageContent(number: 1, text: [], markdown: []), to: &output) }
        }
        try sequence.finish(source, isCut: isCut, &output)
        var metadata = properties.metadata(title: nil)
        metadata["sheets"] = .array(sheets)
        output.end(
            DocumentSummary(
                metadata: metadata, pageCount: sequence.number, title: properties.title, outline: outline))
    }
}

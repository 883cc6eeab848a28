import Layout
import Model
import WorkerProtocol

/// Reads workbooks (xlsx; ECMA-376 part 1, clause 18) row by row; what a cell shows is what its format says.
struct SheetsReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let package = try Package(source)
        let whole = try Relationships(of: "", in: package)
        guard let main = whole.part("officeDocument"), package.has(main) else {
            throw Package.damaged(source, "it has no main part")
        }
        if main.lowercased().hasSuffix(".bin") {
            throw Failure(
                .unsupportedMedia, "\(source.name) is a binary workbook (xlsb), which this version cannot read",
                stage: .parse, resolution: "Save it as xlsx and drop that.")
        }
        try package.load(where: Self.isHelper)
        let properties = try OfficeProperties(of: package, whole)
        let relationships = try Relationships(of: main, in: package)
        let workbook = try Workbook(main, in: package, relationships)
        let strings = try Self.strings(relationships, package)
        let styles = try Self.styles(relationships, package)
        var pages = SheetPages<Sink>(options)
        var read = 0
        for sheet in workbook.sheets where !pages.isDone {
            let rows = SheetRows(strings: strings, styles: styles, countsFrom1904: workbook.countsFrom1904)
            try Self.read(sheet, rows, package, &pages, &output)
            read += 1
        }
        try pages.finish(source, isCut: read < workbook.sheets.count, properties, &output)
    }

    private static func isHelper(_ name: String) -> Bool {
        name.hasSuffix(".rels") || name.hasPrefix("docprops/") || name == "xl/workbook.xml" || name == "xl/styles.xml"
            || name.hasPrefix("xl/comments") || name.hasPrefix("xl/drawings/drawing")
    }

    private static func strings(_ relationships: Relationships, _ package: Package) throws(Failure) -> SharedStrings {
        guard let part = relationships.part("sharedStrings"), var xml = try package.xml(part) else {
            return SharedStrings()
        }
        return try SharedStrings(&xml, of: package.source)
    }

    private static func styles(_ relationships: Relationships, _ package: Package) throws(Failure) -> SheetStyles {
        guard let part = relationships.part("styles"), var xml = try package.xml(part) else { return SheetStyles() }
        return try SheetStyles(&xml)
    }

    private static func read<Sink: PartSink>(
        _ sheet: Workbook.Sheet, _ rows: SheetRows, _ package: Package, _ pages: inout SheetPages<Sink>,
        _ output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard var xml = try package.xml(sheet.part) else {
            throw Package.damaged(package.source, "its part \(printable(sheet.part)) is missing")
        }
        var rows = rows
        pages.begin(sheet.name, isHidden: sheet.isHidden, &output)
        while !pages.isDone, let row = try rows.next(&xml) { pages.add(row: row.row, row.cells, &output) }
        if rows.formulasWithoutResult > 0 {
            output.warn("formulas without a stored result are shown themselves")
        }
        let relationships = try Relationships(of: sheet.part, in: package)
        let links = rows.links.compactMap { link in
            relationships[link.id].map { (row: link.row, column: link.column, address: $0.target) }
        }
        pages.end(merges: rows.merges, links: links, notes: try notes(relationships, package), &output)
    }

    /// Comments on cells and the texts of shapes that lie on the sheet.
    private static func notes(_ relationships: Relationships, _ package: Package) throws(Failure) -> [Block.Kind] {
        var notes: [Block.Kind] = []
        for part in relationships.parts("drawing") {
            guard var xml = try package.xml(part) else { continue }
            while try xml.nextElement(named: "txBody") {
                let text = try DrawingText.plain(&xml)
                if !text.isEmpty, notes.count < Limits.listEntries { notes.append(.paragraph(StyledText(utf8: text))) }
            }
        }
        for part in relationships.parts("comments") {
            guard var xml = try package.xml(part) else { continue }
            while try xml.nextElement(named: "comment") {
                let cell = xml["ref"] ?? ""
                let text = try DrawingText.plain(&xml)
                guard !text.isEmpty, notes.count < Limits.listEntries else { continue }
                notes.append(.quote(StyledText("Comment on \(cell.trimmingBlanks): ").joined(StyledText(utf8: text))))
            }
        }
        return notes
    }
}

extension XMLPart {
    /// Goes to the next element of a name, wherever it stands; false at the end of the part.
    mutating func nextElement(named name: String) throws(Failure) -> Bool {
        while true {
            switch try next() {
            case .start where element == name: return true
            case .finished: return false
            default: continue
            }
        }
    }
}

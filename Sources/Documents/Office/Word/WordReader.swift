import Layout
import Model
import WorkerProtocol

/// Reads word processing documents (docx; ECMA-376 part 1, clause 17) as they flow.
///
/// A page begins where the author put a break or where Word noted that it began one when the document was saved; a
/// paragraph or table that goes over such a place stays whole on the page it began on. Without any such place the
/// document is one page.
struct WordReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let package = try Package(source)
        let whole = try Relationships(of: "", in: package)
        guard let main = whole.part("officeDocument") ?? (package.has("word/document.xml") ? "word/document.xml" : nil)
        else { throw Package.damaged(source, "it has no main part") }
        try package.load { $0 != main.lowercased() && Self.isHelper($0) }
        let properties = try OfficeProperties(of: package, whole)
        let flow = try Self.flow(main, in: package)
        var pages = PageBuilder()
        for text in try flow.margins("header") { pages.add(.header(text)) }
        let footers = try flow.margins("footer")
        guard var xml = try package.xml(main) else { throw Package.damaged(source, "its main part is missing") }
        var sequence = PageSequence(options)
        var body = WordBody(flow: flow, footers: footers, pages: pages)
        var isOver = false
        while !isOver, !sequence.isDone {
            isOver = try !body.next(&xml)
            if isOver { body.finish() }
            output.add(links: body.pages.takeLinks())
            for page in body.pages.takePages() where !sequence.isDone {
                if sequence.begin() { sequence.write(page, to: &output) }
            }
        }
        if body.hasForeignParts { output.warn("documents of other formats inside of this one were not read") }
        try sequence.finish(source, isCut: !isOver, &output)
        let title = properties.title ?? body.pages.title
        output.end(
            DocumentSummary(
                metadata: properties.metadata(title: title, language: flow.styles.language),
                pageCount: sequence.number, title: title, outline: body.pages.outline))
    }

    private static func isHelper(_ name: String) -> Bool {
        name.hasSuffix(".rels") || name.hasPrefix("docprops/")
            || [
                "styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer", "charts/chart",
                "diagrams/data",
            ]
            .contains { name.hasPrefix("word/" + $0) }
    }

    private static func flow(_ main: String, in package: Package) throws(Failure) -> WordFlow {
        let relationships = try Relationships(of: main, in: package)
        var styles = WordStyles()
        if let part = relationships.part("styles"), var xml = try package.xml(part) { styles = try WordStyles(&xml) }
        var numbering = WordNumbering()
        if let part = relationships.part("numbering"), var xml = try package.xml(part) {
            numbering = try WordNumbering(&xml)
        }
        var flow = WordFlow(
            package: package, styles: styles, numbering: numbering, notes: WordNotes(), relationships: relationships)
        for kind in ["footnotes", "endnotes", "comments"] {
            guard let part = relationships.part(kind), var xml = try package.xml(part) else { continue }
            var notes = flow
            notes.relationships = try Relationships(of: part, in: package)
            flow.notes.add(try WordNotes.read(&xml, &notes), kind: kind)
        }
        return flow
    }
}

extension WordFlow {
    /// The texts of running headers or footers, each once; those that are but a page number are none.
    func margins(_ kind: String) throws(Failure) -> [StyledText] {
        var texts: [StyledText] = []
        for part in relationships.parts(kind).prefix(Limits.marginParts) {
            guard var xml = try package.xml(part), try xml.nextChild(of: 0) else { continue }
            var flow = self
            flow.relationships = try Relationships(of: part, in: package)
            let text = FlowPiece.flattened(try flow.blocks(&xml)).trimmed
            if text.bytes.contains(where: { ASCII.isLetter($0) || $0 >= 0x80 }), !texts.contains(text) {
                texts.append(text)
            }
        }
        return texts
    }
}

/// The body of a word processing document while it is read.
struct WordBody {
    private var flow: WordFlow
    private var footers: [StyledText]
    var pages: PageBuilder
    private var isInBody = false

    init(flow: WordFlow, footers: [StyledText], pages: PageBuilder) {
        self.flow = flow
        self.footers = footers
        self.pages = pages
    }

    var hasForeignParts: Bool { flow.hasForeignParts }

    /// Reads the next block of the body; false at its end.
    mutating func next(_ xml: inout XMLPart) throws(Failure) -> Bool {
        if !isInBody {
            try Self.enter(&xml, flow.package.source)
            isInBody = true
        }
        guard try xml.nextChild(of: 2) else { return false }
        var pieces: [FlowPiece] = []
        try flow.block(&xml, into: &pieces)
        for piece in pieces {
            if piece == .pageBreak { endPage() }
            pages.add(piece)
        }
        return true
    }

    /// Ends the last page.
    mutating func finish() {
        endPage()
        pages.finish()
    }

    /// Notes stand at the end of the page that refers to them, running footers at the end of the first page.
    private mutating func endPage() {
        pages.addEnd(notes: &flow.pendingNotes, footers: &footers)
    }

    private static func enter(_ xml: inout XMLPart, _ source: DocumentSource) throws(Failure) {
        if try xml.nextChild(of: 0) {
            while try xml.nextChild(of: 1) {
                if xml.element == "body" { return }
                try xml.skip()
            }
        }
        throw Package.damaged(source, "it has no body")
    }
}

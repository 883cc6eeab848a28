import Layout
import Model
import WorkerProtocol

/// Reads OpenDocument texts (odt). Pages begin where the author put a break or LibreOffice noted one.
struct OpenTextReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        var document = try OpenDocument(source)
        var xml = try document.content()
        let flow = OpenDocumentFlow(styles: document.styles)
        var body = OpenTextBody(flow: flow, margins: try OpenMargins(document))
        var sequence = PageSequence(options)
        var isOver = false
        while !isOver, !sequence.isDone {
            isOver = try !body.next(&xml)
            if isOver { body.finish() }
            output.add(links: body.pages.takeLinks())
            for page in body.pages.takePages() where !sequence.isDone {
                if sequence.begin() { sequence.write(page, to: &output) }
            }
        }
        try sequence.finish(source, isCut: !isOver, &output)
        let title = document.properties.title ?? body.pages.title
        output.end(
            DocumentSummary(
                metadata: document.properties.metadata(title: title), pageCount: sequence.number, title: title,
                outline: body.pages.outline))
    }
}

/// The running headers and footers of an OpenDocument, each text once (16.10).
struct OpenMargins {
    private(set) var headers: [StyledText] = []
    private(set) var footers: [StyledText] = []

    init(_ document: OpenDocument) throws(Failure) {
        guard var xml = try document.package.xml("styles.xml") else { return }
        var flow = OpenDocumentFlow(styles: document.styles)
        while true {
            switch try xml.next() {
            case .start where xml.element == "header" || xml.element == "header-left" || xml.element == "header-first":
                Self.add(FlowPiece.flattened(try flow.blocks(&xml)), to: &headers)
            case .start where xml.element == "footer" || xml.element == "footer-left" || xml.element == "footer-first":
                Self.add(FlowPiece.flattened(try flow.blocks(&xml)), to: &footers)
            case .finished: return
            default: break
            }
        }
    }

    private static func add(_ text: StyledText, to texts: inout [StyledText]) {
        let text = text.trimmed
        guard text.bytes.contains(where: { ASCII.isLetter($0) || $0 >= 0x80 }), !texts.contains(text),
            texts.count < Limits.marginParts
        else { return }
        texts.append(text)
    }
}

/// The body of an OpenDocument text while it is read.
struct OpenTextBody {
    private var flow: OpenDocumentFlow
    private var footers: [StyledText]
    var pages = PageBuilder()

    init(flow: OpenDocumentFlow, margins: OpenMargins) {
        self.flow = flow
        footers = margins.footers
        for header in margins.headers { pages.add(.header(header)) }
    }

    /// Reads the next block; false at the end.
    mutating func next(_ xml: inout XMLPart) throws(Failure) -> Bool {
        guard try xml.nextChild(of: OpenDocument.bodyDepth) else { return false }
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

    private mutating func endPage() {
        pages.addEnd(notes: &flow.pendingNotes, footers: &footers)
    }
}

import Layout
import Model
import WorkerProtocol

/// Reads OpenDocument presentations (odp): each slide is a page.
struct OpenSlidesReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        var document = try OpenDocument(source)
        var xml = try document.content()
        var sequence = PageSequence(options)
        var outline: [JSONValue] = []
        var heading: String?
        var isOver = false
        while !sequence.isDone, !isOver {
            guard try xml.nextChild(of: OpenDocument.bodyDepth) else {
                isOver = true
                continue
            }
            guard xml.element == "page" else {
                try xml.skip()
                continue
            }
            let isWanted = sequence.begin()
            if document.styles.style("drawing-page", xml["style-name"])?.isHidden == true {
                output.warn("slide \(sequence.number) is hidden in the show")
            }
            var slide = OpenSlide(flow: OpenDocumentFlow(styles: document.styles))
            try slide.read(&xml)
            var builder = PageBuilder(startingAt: sequence.number, dividesLongPages: false)
            slide.write(to: &builder)
            outline += builder.outline
            heading = heading ?? builder.title
            guard isWanted else { continue }
            output.add(links: builder.takeLinks())
            for page in builder.takePages() { sequence.write(page, to: &output) }
        }
        try finish(source, isOver, &sequence, &output)
        let title = document.properties.title ?? heading
        output.end(
            DocumentSummary(
                metadata: document.properties.metadata(title: title), pageCount: sequence.number, title: title,
                outline: outline))
    }

    private func finish<Sink: PartSink>(
        _ source: DocumentSource, _ isOver: Bool, _ sequence: inout PageSequence, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        if sequence.number == 0 {
            output.warn("the presentation has no slides")
            if sequence.begin() { sequence.write(PageContent(number: 1, text: [], markdown: []), to: &output) }
        }
        try sequence.finish(source, isCut: !isOver, &output)
    }
}

/// One slide while it is read.
struct OpenSlide {
    private var flow: OpenDocumentFlow
    private var shapes: [SlideShape] = []
    private var notes: [String] = []

    init(flow: OpenDocumentFlow) { self.flow = flow }

    /// Reads the slide that begins here (ODF 1.3 part 3, 10.2.4).
    mutating func read(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "notes": notes += try Self.notes(&xml, flow)
            case "frame", "custom-shape", "rect", "ellipse", "g": try readShape(&xml)
            case "annotation":
                for block in try flow.comment(&xml) { shapes.append(SlideShape(pieces: [.block(block)])) }
            default: try xml.skip()
            }
        }
    }

    private mutating func readShape(_ xml: inout XMLPart) throws(Failure) {
        // The texts of placeholders that nobody filled in are prompts.
        if xml["placeholder"] == "true" { return try xml.skip() }
        var shape = SlideShape()
        let kind = xml["class"] ?? ""
        if kind == "title" { shape.placeholder = .init(type: "title") }
        if ["header", "footer", "date-time"].contains(kind) { shape.placeholder = .init(type: "ftr") }
        if kind == "page-number" { shape.placeholder = .init(type: "sldNum") }
        if let x = Self.points(xml["x"]), let y = Self.points(xml["y"]) {
            shape.box = PageBox(
                x: x, y: y, width: Self.points(xml["width"]) ?? 0, height: Self.points(xml["height"]) ?? 0)
        }
        try flow.drawing(&xml, into: &shape.pieces)
        shape.pieces += flow.pendingNotes.map(FlowPiece.block)
        flow.pendingNotes = []
        if !shape.pieces.isEmpty { shapes.append(shape) }
    }

    private static func notes(_ xml: inout XMLPart, _ flow: OpenDocumentFlow) throws(Failure) -> [String] {
        let level = xml.depth
        var notes: [String] = []
        var flow = flow
        while try xml.nextChild(of: level) {
            guard xml.element == "frame", xml["class"] == "notes", xml["placeholder"] != "true" else {
                try xml.skip()
                continue
            }
            var pieces: [FlowPiece] = []
            try flow.drawing(&xml, into: &pieces)
            let text = FlowPiece.flattened(pieces).trimmed.plain
            if !text.isEmpty { notes.append(text) }
        }
        return notes
    }

    /// Makes the page of what was read.
    func write(to builder: inout PageBuilder) {
        for shape in SlideOrder.sorted(shapes) { shape.write(to: &builder) }
        builder.box = nil
        builder.speakerNotes = notes.isEmpty ? nil : notes.joined(separator: "\n")
        builder.endPage()
    }

    /// A length such as `2.5cm` in points.
    private static func points(_ length: String?) -> Double? {
        guard let length else { return nil }
        let digits = length.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        guard let number = Double(digits) else { return nil }
        return switch length.dropFirst(digits.count) {
        case "cm": number * 72 / 2.54
        case "mm": number * 72 / 25.4
        case "in": number * 72
        case "pc": number * 12
        default: number
        }
    }
}

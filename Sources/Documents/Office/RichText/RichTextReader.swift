import Layout
import Model
import WorkerProtocol

/// Reads RTF documents; pages begin where the author put a break.
struct RichTextReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard try source.read(5, at: 0).starts(with: "{\\rtf") else {
            throw Failure(.invalidMedia, "\(source.name) is no RTF document", stage: .parse)
        }
        var parser = RichTextParser(source)
        var pages = PageBuilder()
        var sequence = PageSequence(options)
        while !parser.isOver, !sequence.isDone {
            try parser.read()
            for piece in parser.pieces {
                if piece == .pageBreak { Self.addNotes(&parser, &pages) }
                pages.add(piece)
            }
            parser.pieces = []
            if parser.isOver {
                Self.addNotes(&parser, &pages)
                pages.finish()
            }
            output.add(links: pages.takeLinks())
            for page in pages.takePages() where !sequence.isDone {
                if sequence.begin() { sequence.write(page, to: &output) }
            }
        }
        if parser.isCut { output.warn("the document ends too early; what comes before was read") }
        try sequence.finish(source, isCut: !parser.isOver, &output)
        let title = parser.properties.title ?? pages.title
        output.end(
            DocumentSummary(
                metadata: parser.properties.metadata(title: title), pageCount: sequence.number, title: title,
                outline: pages.outline))
    }

    private static func addNotes(_ parser: inout RichTextParser, _ pages: inout PageBuilder) {
        for note in parser.notes { pages.add(note) }
        parser.notes = []
    }
}

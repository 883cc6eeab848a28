import Layout
import Model
import WorkerProtocol

/// Reads SVG drawings (SVG 2): their title, description and texts in the order of the file, and their size. Nothing is
/// drawn, and no style, script or reference is followed.
struct SVGReader: DocumentReader {
    static let mimeType = "image/svg+xml"

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard source.size <= Limits.drawingBytes else {
            throw Failure(
                .fileTooLarge,
                "\(source.name) has \(source.size) bytes; drawings of up to \(Limits.drawingBytes) are read",
                stage: .parse,
                details: ["max_allowed": .integer(Limits.drawingBytes), "requested": .integer(source.size)])
        }
        var drawing = SVGDrawing()
        var xml = try XMLPart(
            try source.read(Int(source.size), at: 0), name: "the drawing", of: source, allowsDocumentType: true)
        try drawing.read(&xml)
        guard drawing.isDrawing else {
            throw Failure(.corruptDocument, "\(source.name) holds no drawing", stage: .parse)
        }
        output.expectPages(1)
        var page = PageComposer()
        if let title = drawing.title { page.add(Block(.heading(StyledText(title), level: 1))) }
        for text in drawing.texts { page.add(Block(.paragraph(text))) }
        var content = page.finish(number: 1)
        content.size = drawing.size
        output.page(content)
        output.add(links: drawing.links.map { ["page_number": 1, "type": "url", "url": .string($0), "bbox": .null] })
        if drawing.texts.isEmpty, drawing.title == nil { output.warn("there is no text in the drawing") }
        if drawing.isCut { output.warn("only the first \(Limits.drawingTexts) texts were read") }
        output.end(
            DocumentSummary(
                metadata: [
                    "title": .optional(drawing.title), "author": .optional(drawing.author),
                    "language": .optional(drawing.language), "created_at": .null, "format": "svg",
                    "width": drawing.size.map { .number($0.width / SVGDrawing.pointsPerPixel) } ?? .null,
                    "height": drawing.size.map { .number($0.height / SVGDrawing.pointsPerPixel) } ?? .null,
                ], pageCount: 1, title: drawing.title))
    }
}

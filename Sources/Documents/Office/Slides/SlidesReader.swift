import Layout
import Model
import WorkerProtocol

/// Reads presentations (pptx; ECMA-376 part 1, clause 19): each slide is a page, in the order of the show.
struct SlidesReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let package = try Package(source)
        let whole = try Relationships(of: "", in: package)
        guard let main = whole.part("officeDocument"), package.has(main) else {
            throw Package.damaged(source, "it has no main part")
        }
        try package.load(where: Self.isWanted)
        let properties = try OfficeProperties(of: package, whole)
        let show = try SlideShow(main, in: package)
        guard !show.slides.isEmpty else { return try readNothing(properties, &output) }
        let chosen = try options.chosenPages(of: show.slides.count, source, &output)
        output.expectPages(chosen.count)
        var reader = SlidePages(package: package, size: show.size)
        for number in chosen {
            do throws(Failure) {
                let slide = try reader.page(show.slides[number - 1], number: number)
                if slide.isHidden { output.warn("slide \(number) is hidden in the show") }
                output.add(links: slide.links)
                output.page(slide.content)
            } catch {
                // Too much in all is a fault of the document, not of the slide.
                if error.code == .archiveBomb { throw error }
                output.failedPage(number, error)
            }
        }
        try options.check(failedPages: output.report.failedPages.count, of: chosen.count, source)
        let title = properties.title ?? reader.title
        output.end(
            DocumentSummary(
                metadata: properties.metadata(title: title), pageCount: show.slides.count, title: title,
                outline: reader.outline))
    }

    private func readNothing<Sink: PartSink>(
        _ properties: OfficeProperties, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        output.warn("the presentation has no slides")
        output.page(PageContent(number: 1, text: [], markdown: []))
        output.end(
            DocumentSummary(
                metadata: properties.metadata(title: nil), pageCount: 1, title: properties.title))
    }

    private static func isWanted(_ name: String) -> Bool {
        name.hasSuffix(".rels")
            || name.hasSuffix(".xml") && !name.hasPrefix("ppt/theme/") && !name.contains("/charts/style")
                && !name.contains("/charts/color")
    }
}

/// The slides of a presentation in their order.
struct SlideShow {
    private(set) var slides: [String] = []
    /// Points.
    private(set) var size: (width: Double, height: Double)?

    /// Reads `presentation.xml`.
    init(_ main: String, in package: Package) throws(Failure) {
        let relationships = try Relationships(of: main, in: package)
        guard var xml = try package.xml(main) else { return }
        while true {
            switch try xml.next() {
            case .start where xml.element == "sldId":
                let target = relationships[xml.attribute("id", inNamespaceEnding: "/relationships")]
                if let target, !target.isExternal, slides.count < Limits.documentPages { slides.append(target.target) }
            case .start where xml.element == "sldSz":
                if let width = xml["cx"].flatMap(Double.init), let height = xml["cy"].flatMap(Double.init) {
                    size = (width / 12_700, height / 12_700)
                }
            case .finished: return
            default: break
            }
        }
    }
}

/// Makes pages of slides, one by one.
struct SlidePages {
    private let package: Package
    private let size: (width: Double, height: Double)?
    private var templates: [String: SlideTemplate] = [:]
    private(set) var outline: [JSONValue] = []
    private(set) var title: String?

    /// A slide as a page.
    struct Slide {
        let content: PageContent
        let links: [JSONValue]
        let isHidden: Bool
    }

    init(package: Package, size: (width: Double, height: Double)?) {
        self.package = package
        self.size = size
    }

    mutating func page(_ part: String, number: Int) throws(Failure) -> Slide {
        let relationships = try Relationships(of: part, in: package)
        guard var xml = try package.xml(part) else {
            throw Package.damaged(package.source, "its part \(printable(part)) is missing")
        }
        let slide = try SlideContent(
            &xml, package: package, relationships: relationships, template: try template(relationships))
        var builder = PageBuilder(startingAt: number, dividesLongPages: false)
        builder.pageSize = size
        for shape in SlideOrder.sorted(slide.shapes) { shape.write(to: &builder) }
        builder.box = nil
        for part in relationships.parts("comments") + relationships.parts("comment") {
            for comment in try comments(part) { builder.add(.quote(comment)) }
        }
        builder.speakerNotes = try notes(relationships)
        builder.endPage()
        outline += builder.outline
        title = title ?? builder.title
        let links = builder.takeLinks()
        guard let content = builder.takePages().first else {
            preconditionFailure("a page that was ended is there")
        }
        return Slide(content: content, links: links, isHidden: slide.isHidden)
    }

    private mutating func template(_ relationships: Relationships) throws(Failure) -> SlideTemplate {
        guard let part = relationships.part("slideLayout") else { return SlideTemplate() }
        if let known = templates[part] { return known }
        let template = try SlideTemplate(layout: part, in: package)
        templates[part] = template
        return template
    }

    private func notes(_ relationships: Relationships) throws(Failure) -> String? {
        guard let part = relationships.part("notesSlide"), var xml = try package.xml(part) else { return nil }
        let content = try SlideContent(
            &xml, package: package, relationships: try Relationships(of: part, in: package), template: SlideTemplate())
        let texts = content.shapes.filter { $0.placeholder.map { $0.type == "body" } ?? false }
            .map { FlowPiece.flattened($0.pieces).plain }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    private func comments(_ part: String) throws(Failure) -> [StyledText] {
        guard var xml = try package.xml(part) else { return [] }
        var comments: [StyledText] = []
        while true {
            switch try xml.next() {
            case .start where (xml.element == "text" || xml.element == "txBody") && comments.count < Limits.listEntries:
                let text = xml.element == "text" ? try xml.text() : try DrawingText.plain(&xml)
                comments.append(StyledText("Comment: ").joined(StyledText(utf8: text.trimmed)))
            case .finished: return comments
            default: break
            }
        }
    }
}

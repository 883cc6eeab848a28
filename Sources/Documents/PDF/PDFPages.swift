import Layout
import Model
import Poppler
import WorkerProtocol

/// Reads the pages of a document and writes them in the same order.
///
/// The layout looks at several pages together and hands each back later than it got it; meanwhile, pages that failed wait
/// for their turn.
struct PDFPages {
    /// A page between its reading and its writing.
    private enum Waiting {
        case read(PageContent.Origin)
        /// The structure of the document made its blocks.
        case tagged(PageBlocks)
        case failed(Int, Failure)
    }

    private var marks = PDFMarks()
    private var layout = DocumentLayout()
    private let tags: PDFTags
    private var waiting: [Waiting] = []
    private var firstWaiting = 0
    private var hasText = false
    private var hasPages = false
    private var garbled: [Int] = []

    /// Pages of a document with this outline and structure.
    init(outline: [PDFOutlineEntry], tags: PDFTags) {
        self.tags = tags
        layout.outline = outline.map { OutlineHint(title: $0.title, level: $0.level, page: $0.page) }
    }

    /// Reads a page, and writes those that are complete.
    mutating func read<Sink: PartSink>(
        _ number: Int, of file: borrowing PDFFile, into output: inout DocumentOutput<Sink>
    ) {
        let found: PageMarks
        let hints: StructureHints?
        do throws(Failure) {
            (found, hints) = try read(number, of: file, &output)
        } catch {
            waiting.append(.failed(number, error))
            writeReady(into: &output)
            return
        }
        hasPages = true
        let quality = TextQuality(found, fonts: marks.fonts)
        hasText = hasText || quality.characters > 0
        if quality.flaw == .garbage { garbled.append(number) }
        if let hints, quality.flaw == nil {
            var tagged = TaggedPage(found, fonts: marks.fonts, hints: hints)
            if let blocks = tagged.blocks() {
                waiting.append(
                    .tagged(
                        PageBlocks(
                            number: number, width: found.width, height: found.height, rotation: found.rotation,
                            blocks: blocks)))
                writeReady(into: &output)
                return
            }
        }
        waiting.append(.read(.text))
        write(layout.add(found, fonts: marks.fonts), into: &output)
    }

    /// Writes the pages that are left.
    mutating func finish<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        write(layout.finish(), into: &output)
        writeReady(into: &output)
        if hasPages, !hasText { output.warn("no text was found on any page; the document is probably a scan") }
        if !garbled.isEmpty {
            let shown = garbled.prefix(Self.listedPages).map(String.init).joined(separator: ", ")
            let rest = garbled.count > Self.listedPages ? " and \(garbled.count - Self.listedPages) more" : ""
            output.warn("the fonts of pages \(shown)\(rest) do not say which characters they show")
        }
    }

    private static let listedPages = 20

    private mutating func read<Sink: PartSink>(
        _ number: Int, of file: borrowing PDFFile, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) -> (PageMarks, StructureHints?) {
        guard let page = PDFPage(number, of: file) else {
            throw Failure(.corruptDocument, "page \(number) is missing or damaged", stage: .parse, page: number)
        }
        guard page.width > 0, page.height > 0, max(page.width, page.height) <= Limits.pageSide else {
            throw Failure(.corruptDocument, "page \(number) has an impossible size", stage: .parse, page: number)
        }
        guard var found = try? marks.marks(of: page, number: number, in: file) else {
            throw Failure(.corruptDocument, "page \(number) could not be read", stage: .parse, page: number)
        }
        let names = Limits.documentNameBytes
        let (links, hasFields) = page.links(limit: Limits.documentLinks, nameLimit: names)
        found.links = links.flatMap(LinkArea.areas)
        for link in links { output.addLink { PDFParts.write(link, page: number, to: &$0) } }
        if hasFields {
            output.add(
                formFields: page.formFields(
                    limit: Limits.formFields, nameLimit: names, valueLimit: Limits.formValueBytes
                ).map { PDFParts.formField($0, page: number) })
        }
        return (found, tags.hints(for: page))
    }

    private mutating func write<Sink: PartSink>(_ pages: [PageBlocks], into output: inout DocumentOutput<Sink>) {
        for page in pages {
            writeReady(into: &output)
            guard firstWaiting < waiting.count, case .read(let origin) = waiting[firstWaiting] else { return }
            firstWaiting += 1
            output.page(Self.content(of: page, origin))
        }
    }

    /// Writes the pages that are next and did not go through the layout.
    private mutating func writeReady<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        while firstWaiting < waiting.count {
            switch waiting[firstWaiting] {
            case .failed(let number, let failure): output.failedPage(number, failure)
            case .tagged(let page): output.page(Self.content(of: page, .text))
            case .read: return
            }
            firstWaiting += 1
        }
        waiting.removeAll(keepingCapacity: true)
        firstWaiting = 0
    }

    private static func content(of page: PageBlocks, _ origin: PageContent.Origin) -> PageContent {
        var composer = PageComposer()
        for block in page.blocks { composer.add(block) }
        var content = composer.finish(number: page.number)
        content.size = (page.width, page.height)
        content.rotation = page.rotation
        content.origin = origin
        return content
    }
}

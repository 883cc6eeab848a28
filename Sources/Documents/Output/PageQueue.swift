import Layout
import Model
import WorkerProtocol

/// Lays pages out and writes them in the order they came.
///
/// The layout looks at several pages together and hands each back later than it got it; meanwhile, pages that failed wait
/// for their turn.
struct PageQueue {
    /// A page between its reading and its writing.
    private enum Waiting {
        case text
        case recognized(RecognizedPage, PageContent.Origin)
        /// It needs no layout.
        case complete(PageBlocks)
        case failed(Int, Failure)
    }

    /// The outline of the document; set before the first page.
    var outline: [OutlineHint] {
        get { layout.outline }
        set { layout.outline = newValue }
    }

    private var layout = DocumentLayout()
    private var waiting: [Waiting] = []
    private var firstWaiting = 0

    /// Takes a page with text of its own, and writes those that are complete.
    mutating func add<Sink: PartSink>(
        _ marks: PageMarks, fonts: [FontFace], into output: inout DocumentOutput<Sink>
    ) {
        waiting.append(.text)
        write(layout.add(marks, fonts: fonts), into: &output)
    }

    /// Takes a page whose words were recognised, and writes those that are complete.
    mutating func add<Sink: PartSink>(
        _ page: RecognizedPage, number: Int, into output: inout DocumentOutput<Sink>
    ) {
        waiting.append(.recognized(page, .ocr))
        write(layout.add(page.pageWords, on: page.marks(number: number)), into: &output)
    }

    /// Takes a page with text of its own and words that were recognised beside it, and writes those that are complete.
    mutating func add<Sink: PartSink>(
        _ marks: PageMarks, fonts: [FontFace], beside page: RecognizedPage, into output: inout DocumentOutput<Sink>
    ) {
        waiting.append(.recognized(page, .mixed))
        write(layout.add(marks, fonts: fonts, recognized: page.pageWords), into: &output)
    }

    /// Takes a page whose blocks are known, and writes those that are complete.
    mutating func add<Sink: PartSink>(_ page: PageBlocks, into output: inout DocumentOutput<Sink>) {
        waiting.append(.complete(page))
        writeReady(into: &output)
    }

    /// Takes the place of a page that could not be read.
    mutating func fail<Sink: PartSink>(_ number: Int, _ failure: Failure, into output: inout DocumentOutput<Sink>) {
        waiting.append(.failed(number, failure))
        writeReady(into: &output)
    }

    /// Writes the pages that are left.
    mutating func finish<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        write(layout.finish(), into: &output)
        writeReady(into: &output)
    }

    private mutating func write<Sink: PartSink>(_ pages: [PageBlocks], into output: inout DocumentOutput<Sink>) {
        for page in pages {
            writeReady(into: &output)
            guard firstWaiting < waiting.count else { return }
            output.page(Self.content(of: page, as: waiting[firstWaiting]))
            firstWaiting += 1
        }
        writeReady(into: &output)
    }

    /// Writes the pages that are next and did not go through the layout.
    private mutating func writeReady<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        while firstWaiting < waiting.count {
            switch waiting[firstWaiting] {
            case .failed(let number, let failure): output.failedPage(number, failure)
            case .complete(let page): output.page(Self.content(of: page, as: .text))
            case .text, .recognized: return
            }
            firstWaiting += 1
        }
        waiting.removeAll(keepingCapacity: true)
        firstWaiting = 0
    }

    private static func content(of page: PageBlocks, as waiting: Waiting) -> PageContent {
        var composer = PageComposer()
        guard case .recognized(let recognized, let origin) = waiting else {
            for block in page.blocks { composer.add(block) }
            var content = composer.finish(number: page.number)
            content.size = (page.width, page.height)
            content.rotation = page.rotation
            content.origin = .text
            return content
        }
        for block in page.blocks { composer.add(origin == .ocr ? recognized.placed(block) : block) }
        var content = composer.finish(number: page.number)
        content.size = (recognized.width, recognized.height)
        content.rotation = origin == .ocr ? recognized.rotation : page.rotation
        content.origin = origin
        content.confidence = recognized.meanConfidence
        return content
    }
}

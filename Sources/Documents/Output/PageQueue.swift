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

    /// Takes the place of a page that could not be read.
    mutating func fail(_ number: Int, _ failure: Failure) { waiting.append(.failed(number, failure)) }

    /// Writes the pages that are left.
    mutating func finish<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        write(layout.finish(), into: &output)
        writeFailed(into: &output)
    }

    private mutating func write<Sink: PartSink>(_ pages: [PageBlocks], into output: inout DocumentOutput<Sink>) {
        for page in pages {
            writeFailed(into: &output)
            guard firstWaiting < waiting.count else { return }
            output.page(Self.content(of: page, as: waiting[firstWaiting]))
            firstWaiting += 1
        }
        if firstWaiting == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            firstWaiting = 0
        }
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

    /// Writes the pages that failed and are next.
    private mutating func writeFailed<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        while firstWaiting < waiting.count, case .failed(let number, let failure) = waiting[firstWaiting] {
            output.failedPage(number, failure)
            firstWaiting += 1
        }
    }
}

import Layout
import Model
import Poppler
import WorkerProtocol

/// Reads the pages of a document and writes them in the same order.
struct PDFPages {
    private let recognizer: PageRecognizer
    private let options: RecognitionOptions
    private let tags: PDFTags
    /// Pages that are read of the document.
    private let pageCount: Int
    private var marks = PDFMarks()
    private var queue = PageQueue()
    private var hasText = false
    private var hasPages = false
    private var garbled: [Int] = []
    private var unrecognized: [Int] = []
    /// The pictures of the page that was read last.
    private(set) var images: [ImageArea] = []
    /// Gets the words of pages without text of their own.
    var searchable: SearchableCopy?

    /// Pages of a document with this outline and structure.
    init(
        outline: [PDFOutlineEntry], tags: PDFTags, count: Int, recognizer: PageRecognizer, options: RecognitionOptions
    ) {
        self.recognizer = recognizer
        self.options = options
        self.tags = tags
        pageCount = count
        queue.outline = outline.map { OutlineHint(title: $0.title, level: $0.level, page: $0.page) }
    }

    /// Reads a page, and writes those that are complete. Throws what is wrong with more than this page.
    mutating func read<Sink: PartSink>(
        _ number: Int, of file: borrowing PDFFile, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        images = []
        do throws(Failure) {
            let (found, hints) = try read(number, of: file, &output)
            hasPages = true
            images = found.images
            let quality = TextQuality(found, fonts: marks.fonts)
            hasText = hasText || quality.characters > 0
            if options.isWanted(flaw: quality.flaw) {
                try recognize(found, quality, file, into: &output)
            } else {
                if quality.flaw == .garbage { garbled.append(number) }
                add(found, quality.flaw == nil ? hints : nil, into: &output)
            }
        } catch {
            if error.code == .validationError { throw error }
            queue.fail(number, error, into: &output)
        }
    }

    /// Writes the pages that are left.
    mutating func finish<Sink: PartSink>(into output: inout DocumentOutput<Sink>) {
        queue.finish(into: &output)
        if hasPages, !hasText { output.warn("no text was found on any page") }
        if !garbled.isEmpty {
            output.warn("the fonts of pages \(Self.list(garbled)) do not say which characters they show")
        }
        if !unrecognized.isEmpty {
            output.warn("text in pictures of pages \(Self.list(unrecognized)) was not recognised")
        }
    }

    private static let listedPages = 20

    private static func list(_ pages: [Int]) -> String {
        let shown = pages.prefix(listedPages).map(String.init).joined(separator: ", ")
        return pages.count > listedPages ? "\(shown) and \(pages.count - listedPages) more" : shown
    }

    /// Takes a page as its structure has it, where that can be trusted, and as it looks otherwise.
    private mutating func add<Sink: PartSink>(
        _ found: PageMarks, _ hints: StructureHints?, into output: inout DocumentOutput<Sink>
    ) {
        output.words(of: found, fonts: marks.fonts, page: found.number)
        if let hints {
            var tagged = TaggedPage(found, fonts: marks.fonts, hints: hints)
            if let blocks = tagged.blocks() {
                let page = PageBlocks(
                    number: found.number, width: found.width, height: found.height, rotation: found.rotation,
                    blocks: blocks)
                return queue.add(page, into: &output)
            }
        }
        queue.add(found, fonts: marks.fonts, into: &output)
    }

    /// Reads a page from its picture; what the page says in text of its own stays when the picture cannot be read.
    private mutating func recognize<Sink: PartSink>(
        _ found: PageMarks, _ quality: TextQuality, _ file: borrowing PDFFile, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        output.expectSlowPage(among: pageCount)
        let page: RecognizedPage
        do throws(Failure) {
            page = try recognizer.recognize(
                page: found.number, of: file, width: found.width, height: found.height, options: options)
        } catch {
            guard quality.characters > 0, error.code != .validationError else { throw error }
            unrecognized.append(found.number)
            output.words(of: found, fonts: marks.fonts, page: found.number)
            return queue.add(found, fonts: marks.fonts, into: &output)
        }
        if quality.characters == 0 { searchable?.add(page, number: found.number) }
        hasText = hasText || !page.words.isEmpty
        let hasOwn = page.words.isEmpty || quality.flaw == .picture
        output.words(of: hasOwn ? found : nil, fonts: marks.fonts, recognized: page, page: found.number)
        if page.words.isEmpty {
            queue.add(found, fonts: marks.fonts, into: &output)
        } else if quality.flaw == .picture, page.rotation == 0 {
            queue.add(found, fonts: marks.fonts, beside: page, into: &output)
        } else {
            queue.add(page, number: found.number, into: &output)
        }
    }

    private static func failure(_ error: PDFError, _ number: Int) -> Failure {
        var details: JSONObject = [:]
        if case .damaged(let reason) = error { details = ["reason": .string(reason)] }
        return Failure(
            .corruptDocument, "page \(number) could not be read", stage: .parse, details: details, page: number)
    }

    private mutating func read<Sink: PartSink>(
        _ number: Int, of file: borrowing PDFFile, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) -> (PageMarks, StructureHints?) {
        guard let page = PDFPage(number, of: file) else {
            throw Failure(.corruptDocument, "page \(number) is missing or damaged", stage: .parse, page: number)
        }
        guard page.width > 0, page.height > 0, max(page.width, page.height) <= Limits.pageSide else {
            throw Failure(.corruptDocument, "page \(number) has an impossible size", stage: .parse, page: number)
        }
        var found: PageMarks
        do throws(PDFError) {
            found = try marks.marks(of: page, number: number, in: file)
        } catch {
            throw Self.failure(error, number)
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
}

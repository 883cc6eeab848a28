import Extraction
import Layout
import Model
import WorkerProtocol

/// Keeps what is written of a document, for jobs that go on with it: extraction and tags.
///
/// Bounded by the number of words and bytes of text; what is left out is counted.
final class DocumentCollector {
    private(set) var document: SourceDocument
    private var words: [Int: [SourceWord]] = [:]
    private var wordCount = 0
    private var textBytes = 0
    /// Divides the pages into chunks, for a job that wants nothing else of them.
    private(set) var chunker: Chunker?

    init(name: String, mimeType: String, chunker: Chunker? = nil) {
        self.chunker = chunker
        document = SourceDocument(name: name, mimeType: mimeType)
    }

    /// Takes the words of a page with text of its own.
    func add(_ page: PageWords, page number: Int) {
        if chunker != nil { return }
        let room = room(for: page.words.count)
        words[number, default: []] += page.words.prefix(room).map { word in
            SourceWord(
                String(decoding: page.bytes(of: word), as: UTF8.self), box: word.area.pageBox,
                size: Double(word.size), isBold: word.style.contains(.bold), confidence: Double(word.confidence))
        }
    }

    /// Takes the words of a page that was recognised.
    func add(_ page: RecognizedPage, page number: Int) {
        if chunker != nil { return }
        let room = room(for: page.words.count)
        words[number, default: []] += page.words.prefix(room).map { word in
            SourceWord(
                word.text, box: page.place(of: word.box), size: word.box.height, confidence: word.confidence)
        }
    }

    /// Takes a page as it is written.
    func add(_ page: PageContent) {
        if chunker != nil { return addChunks(of: page) }
        let room = max(0, Limits.collectedTextBytes - textBytes)
        textBytes += page.text.count
        var collected = SourcePage(
            number: page.number, size: page.size.map { PageSize(width: $0.width, height: $0.height) },
            text: String(decoding: page.text.prefix(room), as: UTF8.self))
        collected.words = words.removeValue(forKey: page.number) ?? []
        for item in page.items {
            switch item.kind {
            case .table(let table): collected.tables.append(SourceTable(table, box: item.box))
            case .heading:
                if case .page(let range) = item.markdown {
                    let text = String(decoding: page.markdown[range], as: UTF8.self)
                    collected.headings.append(String(text.drop { $0 == "#" || $0 == " " }))
                }
            default: break
            }
        }
        document.pages.append(collected)
    }

    private func addChunks(of page: PageContent) {
        let text = String(decoding: page.text, as: UTF8.self)
        let pieces = page.items.prefix(Limits.passageBoxes).compactMap { item -> TextAlignment.Piece? in
            guard let box = item.box else { return nil }
            let markdown =
                switch item.markdown {
                case .page(let range): String(decoding: page.markdown[range], as: UTF8.self)
                case .apart(let bytes): String(decoding: bytes, as: UTF8.self)
                }
            return (markdown, PassageBox(box))
        }
        chunker?.add(
            page: page.number, text: text, boxes: pieces.isEmpty ? [] : TextAlignment(text).boxes(of: pieces))
    }

    /// Takes entries of `form_fields`.
    func add(formFields: [JSONValue]) {
        for field in formFields {
            guard let name = field["name"]?.string, let value = field["value"].flatMap(Self.text),
                document.formFields.count < Limits.formFields
            else { continue }
            document.formFields.append(
                SourceFormField(
                    name: name, value: value, page: Int(field["page_number"]?.integer ?? 1),
                    box: field["bbox"].flatMap(Self.box)))
        }
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let truth): truth ? "true" : "false"
        case .array(let choices): choices.compactMap(\.string).joined(separator: ", ")
        default: nil
        }
    }

    private static func box(_ value: JSONValue) -> PageBox? {
        guard let x = value["x"]?.number, let y = value["y"]?.number, let width = value["w"]?.number,
            let height = value["h"]?.number
        else { return nil }
        return PageBox(x: x, y: y, width: width, height: height)
    }

    /// Takes an XML file of the document.
    func add(embedded file: EmbeddedFile) { document.embedded.append(file) }

    /// Takes what is known of the whole document.
    func finish(_ summary: DocumentSummary) {
        document.title = summary.title
        document.metadata = summary.metadata
    }

    private func room(for count: Int) -> Int {
        let room = max(0, min(count, Limits.collectedWords - wordCount))
        wordCount += room
        document.omittedWords += count - room
        return room
    }
}

import Model
import WorkerProtocol

/// Sends what can be searched of a published document, in the order of the file.
///
/// Files lie where people may write: a line that is none of ours is passed over, and nothing is kept of one that was
/// sent.
struct PassageReader {
    private let source: DocumentSource
    private var buffer: [UInt8] = []
    private var offset: Int64 = 0

    private static let chunkBytes = 256 << 10

    init(_ source: DocumentSource) { self.source = source }

    /// Sends the passages of the file by its name.
    mutating func run(into sink: inout some PartSink) throws(Failure) {
        switch source.name {
        case OutputPart.documentJSON.fileName: try sendPages(to: &sink)
        case OutputPart.embeddingJSON.fileName: try sendChunks(to: &sink)
        default: try sendText(to: &sink)
        }
    }

    private mutating func sendPages(to sink: inout some PartSink) throws(Failure) {
        while let line = try line() {
            guard let json = Self.object(line), let page = Self.page(json) else { continue }
            sink.write(.page(page))
        }
    }

    private mutating func sendChunks(to sink: inout some PartSink) throws(Failure) {
        var head: VectorHead?
        var count = 0
        while let line = try line() {
            if head == nil {
                head = EmbeddingFile.head(ofLine: line)
                if let head { sink.write(.vectors(head)) }
                continue
            }
            guard count < Limits.documentChunks, let json = Self.object(line),
                let chunk = EmbeddingFile.chunk(json), chunk.vector.count == head?.dimensions
            else { continue }
            sink.write(.chunk(chunk))
            count += 1
        }
    }

    /// Pages of a text stand between form feeds.
    private mutating func sendText(to sink: inout some PartSink) throws(Failure) {
        var page = 1
        while let text = try line(endingWith: ASCII.formFeed) {
            let prepared = Self.cut(SearchText.prepared(String(decoding: text, as: UTF8.self)))
            if prepared.contains(where: { !$0.isWhitespace }) {
                sink.write(.page(PagePassage(page: page, text: prepared)))
            }
            page += 1
        }
    }

    /// The next line without its end; an empty one for a line that is longer than a page may be.
    private mutating func line(endingWith mark: UInt8 = ASCII.lineFeed) throws(Failure) -> [UInt8]? {
        var line: [UInt8] = []
        var isTooLong = false
        while true {
            if let end = buffer.firstIndex(of: mark) {
                line += buffer[..<end]
                buffer.removeSubrange(...end)
                return isTooLong ? [] : line
            }
            line += buffer
            buffer = []
            if line.count > Limits.passagePageBytes {
                isTooLong = true
                line = []
            }
            let wanted = Int(min(Int64(Self.chunkBytes), source.size - offset))
            guard wanted > 0 else { return line.isEmpty || isTooLong ? nil : line }
            let bytes = try source.read(wanted, at: offset)
            guard !bytes.isEmpty else { return line.isEmpty || isTooLong ? nil : line }
            offset += Int64(bytes.count)
            buffer = bytes
        }
    }

    /// The object of a line that may end with a comma.
    private static func object(_ line: [UInt8]) -> JSONValue? {
        var end = line.count
        while end > 0, line[end - 1] == ASCII.space || line[end - 1] == UInt8(ascii: ",") { end -= 1 }
        guard end > 1, line.first == UInt8(ascii: "{"), line[end - 1] == UInt8(ascii: "}") else { return nil }
        return try? JSONParser.parse(Array(line[..<end]))
    }

    private static func page(_ json: JSONValue) -> PagePassage? {
        guard let number = json["page_number"]?.integer.flatMap(Int.init(exactly:)), number > 0,
            let written = json["text"]?.string
        else { return nil }
        let notes = json["speaker_notes"]?.string.map { "\n" + $0 } ?? ""
        let text = cut(SearchText.prepared(written + notes))
        guard text.unicodeScalars.contains(where: SearchText.isWordPart) else { return nil }
        let pieces = (json["items"]?.array ?? []).prefix(Limits.passageBoxes).compactMap { item in
            guard let markdown = item["md"]?.string, let box = (item["bbox"]?.array?.first).flatMap(Self.box) else {
                return nil as TextAlignment.Piece?
            }
            return (markdown, box)
        }
        return PagePassage(
            page: number, width: json["page_width"]?.number, height: json["page_height"]?.number, text: text,
            boxes: pieces.isEmpty ? [] : TextAlignment(text).boxes(of: pieces))
    }

    private static func box(_ json: JSONValue) -> PassageBox? {
        guard let x = json["x"]?.number, let y = json["y"]?.number, let width = json["w"]?.number,
            let height = json["h"]?.number
        else { return nil }
        return PassageBox(x: x, y: y, width: width, height: height)
    }

    /// What fits of a text into a passage.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > Limits.passageTextBytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: Limits.passageTextBytes)
        while end > text.startIndex, String.Index(end, within: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}

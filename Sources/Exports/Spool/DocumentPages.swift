import Model

/// The pages of a document of the spool, one after the other.
///
/// document.json has one page per line between a first line that ends with `"pages":[` and a last one that begins with
/// `]`; nothing of a page is kept once it is handed out.
struct DocumentPages {
    private let source: any ExportSource
    private let record: SpoolRecord
    private var lines: SpoolLines
    private var isInside = false

    init(_ record: SpoolRecord, of source: any ExportSource) {
        self.source = source
        self.record = record
        let limit = record.kind == .document ? Limits.exportPageBytes : Limits.exportTextPieceBytes
        lines = SpoolLines(record, of: source, limit: limit)
    }

    /// The next page; nil behind the last.
    mutating func next() throws(Failure) -> ExportedPage? {
        record.kind == .document ? try nextPage() : try nextPiece()
    }

    private mutating func nextPage() throws(Failure) -> ExportedPage? {
        if !isInside {
            isInside = true
            guard try lines.next() != nil else { return nil }
        }
        guard let (line, isWhole) = try lines.next(), line.first != UInt8(ascii: "]") else { return nil }
        guard isWhole else { return ExportedPage(failure: "The page is too large for an export.") }
        let bytes = line.last == UInt8(ascii: ",") ? line.dropLast() : line
        guard let json = try? JSONParser.parse(Array(bytes)) else {
            return ExportedPage(failure: "The page cannot be read: document.json was changed.")
        }
        return ExportedPage(json)
    }

    private mutating func nextPiece() throws(Failure) -> ExportedPage? {
        var piece: [UInt8] = []
        while piece.count < Limits.exportTextPieceBytes, let (line, isWhole) = try lines.next() {
            piece += line
            if isWhole { piece.append(0x0A) }
            // Best at the end of a paragraph.
            if line.isEmpty, piece.count > Limits.exportTextPieceBytes / 2 { break }
        }
        guard !piece.isEmpty else { return nil }
        let text = String(decoding: piece, as: UTF8.self)
        let plain = String(decoding: piece.map { $0 == 0x0C ? 0x0A : $0 }, as: UTF8.self)
        return record.kind == .markdown
            ? ExportedPage(text: text, markdown: text)
            : ExportedPage(text: plain, markdown: "")
    }

    /// What the document says of itself behind its pages.
    static func metadata(of record: SpoolRecord, in source: any ExportSource) throws(Failure) -> JSONObject {
        guard record.kind == .document else { return [:] }
        var tail: [UInt8] = []
        var place = record.start + record.size
        while tail.count < Limits.exportTailBytes, place > record.start {
            let step = Int64(min(Limits.exportReadBytes, Int(place - record.start)))
            place -= step
            tail = try source.read(Int(step), at: place) + tail
            guard let found = tail.dropLast().lastIndex(of: 0x0A) else { continue }
            return members(of: tail[(found + 1)...])["metadata"]?.object ?? [:]
        }
        return [:]
    }

    private static func members(of tail: ArraySlice<UInt8>) -> JSONValue {
        guard tail.starts(with: "],".utf8) else { return .null }
        return (try? JSONParser.parse(Array("{".utf8) + Array(tail.dropFirst(2)))) ?? .null
    }
}

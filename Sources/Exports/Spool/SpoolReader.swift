import Model
import WorkerProtocol

/// The bytes of a spool, read by position.
public protocol ExportSource {
    /// Bytes in all.
    var size: Int64 { get }
    /// Up to `count` bytes from `offset`; fewer only at the end.
    func read(_ count: Int, at offset: Int64) throws(Failure) -> [UInt8]
}

/// Where a piece of a spool stands.
struct SpoolRecord {
    let kind: ExportRecord
    let start: Int64
    let size: Int64
}

/// An item of a spool and what belongs to it.
struct SpoolItem {
    /// The line of results.jsonl.
    let line: SpoolRecord
    var fields: SpoolRecord?
    /// document.json, document.md or document.txt.
    var document: SpoolRecord?
    var absent: [SpoolRecord] = []
}

/// Goes through a spool from its beginning, item by item; reads nothing of what is in them.
struct SpoolReader {
    private let source: any ExportSource
    private var place: Int64
    private var held: SpoolRecord?
    /// The piece about the batch.
    let batch: SpoolRecord

    init(_ source: any ExportSource) throws(Failure) {
        self.source = source
        let magic = ExportSpool.magic
        guard try source.read(magic.count, at: 0) == magic else { throw Self.damaged }
        place = Int64(magic.count)
        let first = try Self.record(of: source, at: place)
        guard first.kind == .batch else { throw Self.damaged }
        batch = first
        place = first.start + first.size
    }

    /// The next item; nil behind the last.
    mutating func next() throws(Failure) -> SpoolItem? {
        let first = try take()
        guard first.kind != .end else { return nil }
        guard first.kind == .item else { throw Self.damaged }
        var item = SpoolItem(line: first)
        while true {
            let record = try take()
            switch record.kind {
            case .fields: item.fields = record
            case .document, .markdown, .text: item.document = record
            case .absent: item.absent.append(record)
            case .item, .end:
                held = record
                return item
            case .batch: throw Self.damaged
            }
        }
    }

    private mutating func take() throws(Failure) -> SpoolRecord {
        if let held {
            self.held = nil
            return held
        }
        let record = try Self.record(of: source, at: place)
        place = record.start + record.size
        return record
    }

    private static func record(of source: any ExportSource, at place: Int64) throws(Failure) -> SpoolRecord {
        let head = try source.read(ExportSpool.headBytes, at: place)
        let start = place + Int64(ExportSpool.headBytes)
        guard let (kind, length) = ExportSpool.read(head: head), length <= source.size - start else { throw damaged }
        return SpoolRecord(kind: kind, start: start, size: length)
    }

    /// A spool that did not arrive as it was written.
    static var damaged: Failure {
        Failure(.processingError, "the results did not arrive whole", stage: .publish)
    }
}

extension ExportSource {
    /// The JSON of a piece; nil when it is too long or none, which only somebody who changed it can bring about.
    func json(of record: SpoolRecord, atMost limit: Int) throws(Failure) -> JSONValue? {
        guard record.size <= limit else { return nil }
        return try? JSONParser.parse(try read(Int(record.size), at: record.start))
    }

    /// The text of a short piece.
    func text(of record: SpoolRecord) throws(Failure) -> String {
        let count = Int(min(record.size, Int64(Limits.steeringFileBytes)))
        return String(decoding: try read(count, at: record.start), as: UTF8.self)
    }
}

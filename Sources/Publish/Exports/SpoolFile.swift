import Glibc
import Linux
import Model
import Store
import WorkerProtocol

/// Writes the spool of an export: the batch, each item and copies of its outputs, in a file without a name.
///
/// Nothing of what documents say is looked into here.
struct SpoolFile {
    private let file: File
    private let outbox: Directory
    private var bytes: Int64 = 0
    private var buffer: [UInt8] = []

    private static let forBoth = O_RDWR | O_CREAT | O_EXCL
    private static let name = BytePath(".spool.dropmill-new")

    /// Makes the file in a directory; it is gone with this process, however that ends.
    init(in directory: Directory, outbox: Directory) throws(SystemError) {
        if directory.contains(Self.name) { try directory.removeTree(Self.name) }
        file = try directory.open(Self.name, flags: Self.forBoth, mode: 0o600)
        try directory.unlink(Self.name)
        self.outbox = outbox
    }

    /// Writes everything about a batch and returns the file, whose offset is at its end; throws a failure when there is
    /// too much.
    consuming func fill(
        with batch: Batch, from store: Store, while mayGoOn: () -> Bool
    ) throws -> (file: File, size: Int64) {
        buffer += ExportSpool.magic
        append(.batch, ExportHead.bytes(of: batch))
        var start = 0
        while mayGoOn() {
            let items = try store.items(of: batch.id, from: start, limit: Limits.publishedPage)
            guard let last = items.last else { break }
            for item in items { try append(item, of: batch.job.type) }
            start = last.sealed.index + 1
        }
        append(.end, [])
        try flush()
        return (file, bytes)
    }

    private mutating func append(_ item: Item, of type: JobType) throws {
        var line = JSONWriter()
        ResultLine.append(item, of: type, to: &line)
        append(.item, line.bytes)
        guard let outcome = item.outcome else { return }
        let paths = Dictionary(outcome.outputs.map { ($0.name, $0.path) }) { first, _ in first }
        if let path = paths["extract"] { try append(.fields, path, of: item) }
        for (name, kind) in [("json", ExportRecord.document), ("markdown", .markdown), ("text", .text)] {
            guard let path = paths[name] else { continue }
            try append(kind, path, of: item)
            break
        }
        if buffer.count >= Limits.publishedChunkBytes { try flush() }
    }

    private mutating func append(_ kind: ExportRecord, _ content: [UInt8]) {
        buffer += ExportSpool.head(kind, length: Int64(content.count))
        buffer += content
    }

    private mutating func append(_ kind: ExportRecord, _ path: String, of item: Item) throws {
        guard let source = try? outbox.openForReading(Self.place(of: path, of: item)),
            let status = try? source.status(),
            status.kind == .file
        else { return append(.absent, Array(path.utf8)) }
        let size = status.signature.size
        guard bytes + Int64(buffer.count) + size <= Limits.exportSpoolBytes else {
            throw Failure(
                .fileTooLarge,
                "the results are larger than \(Limits.exportSpoolBytes) bytes, too many for one export",
                stage: .publish, details: ["max_allowed": .integer(Limits.exportSpoolBytes)],
                resolution: "Drop the files in smaller batches.")
        }
        buffer += ExportSpool.head(kind, length: size)
        var done: Int64 = 0
        while done < size {
            let count = Int(min(size - done, Int64(Limits.publishedChunkBytes)))
            var piece = try source.read(count, at: done)
            // Somebody cut it short; the length stands before it already.
            if piece.isEmpty { piece = [UInt8](repeating: 0x20, count: count) }
            buffer += piece
            done += Int64(piece.count)
            if buffer.count >= Limits.publishedChunkBytes { try flush() }
        }
    }

    /// Where an output lies: a name that is not UTF-8 stands in `outputs` in its readable form, and on disk as it is.
    private static func place(of output: String, of item: Item) -> BytePath {
        let path = item.sealed.path
        let shown = "files/" + path.display
        guard path.utf8 == nil, output.utf8.starts(with: shown.utf8) else { return BytePath(output) }
        return BytePath(bytes: Array("files/".utf8) + path.bytes + Array(output.utf8.dropFirst(shown.utf8.count)))
    }

    private mutating func flush() throws(SystemError) {
        try file.write(buffer)
        bytes += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// What an export says of its batch.
enum ExportHead {
    /// JSON for the spool.
    static func bytes(of batch: Batch) -> [UInt8] {
        let counts = batch.counts
        return JSONWriter.bytes(of: [
            "id": .string(batch.id), "name": .string(batch.name), "status": .string(batch.status.rawValue),
            "job": [
                "type": .string(batch.job.type.rawValue), "configuration_id": .optional(batch.job.configurationID),
            ],
            "created_at": .string(batch.createdAt.description),
            "started_at": .optional(batch.startedAt?.description),
            "finished_at": .optional(batch.finishedAt?.description), "total_files": .integer(Int64(counts.total)),
            "exported_files": .integer(Int64(counts.completed)), "missing_files": .integer(Int64(counts.missing)),
            "metadata": .object(batch.metadata),
        ])
    }
}

extension ItemCounts {
    /// Items without a result to export.
    fileprivate var missing: Int { total - completed }
}

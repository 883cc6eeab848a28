import Glibc
import Linux
import Model
import Store

/// events.jsonl of one batch: the store's events, appended; the file itself is never taken for truth.
///
/// A file that is not a regular one of ours with a single link, or whose last line is not known to the store, is
/// written anew as a whole. A line torn by a crash is cut off first.
struct EventLog: Sendable {
    private static let name = "events.jsonl"

    /// How far the file is known to be right.
    private struct Position: Equatable {
        var seq: Int
        var size: Int64
        var inode: UInt64
    }

    private var position: Position?

    /// Appends what the store has beyond the file's last line; with `durable` it is on disk when this returns.
    mutating func update(
        of batch: Batch, from store: Store, in outbox: Directory, access: Access, durable: Bool
    ) throws {
        guard let (file, found) = continued(in: outbox, batch: batch) else {
            return try rewrite(of: batch, from: store, in: outbox, access: access, durable: durable)
        }
        var reached = found
        // Unknown until every byte is written: a failure makes the next update look at the file again.
        position = nil
        do {
            try Self.pages(of: batch.id, after: found.seq, from: store) { bytes, seq in
                try file.write(bytes)
                reached.size += Int64(bytes.count)
                reached.seq = seq
            }
        } catch let error as SystemError {
            try? file.truncate(to: reached.size)
            throw error
        }
        if durable { try file.sync() }
        position = reached
    }

    private mutating func rewrite(
        of batch: Batch, from store: Store, in outbox: Directory, access: Access, durable: Bool
    ) throws {
        position = nil
        let file = try OutboxFile(Self.name, in: outbox, access: access)
        var reached = 0
        try Self.pages(of: batch.id, after: 0, from: store) { bytes, seq in
            try file.write(bytes)
            reached = seq
        }
        try file.commit(durable: durable)
        if durable { try outbox.sync() }
        let signature = try outbox.status(BytePath(Self.name)).signature
        position = Position(seq: reached, size: signature.size, inode: signature.inode)
    }

    /// The file opened for appending and its last good place; nil when it must be written anew.
    private func continued(in outbox: Directory, batch: Batch) -> (File, Position)? {
        let flags = O_RDWR | O_APPEND | O_NONBLOCK | O_NOCTTY
        guard let file = try? outbox.open(BytePath(Self.name), flags: flags), let status = try? file.status(),
            status.kind == .file, status.links == 1, status.owner == geteuid()
        else { return nil }
        let signature = status.signature
        if let position, position.inode == signature.inode, position.size == signature.size { return (file, position) }
        guard let (seq, size) = try? Self.lastLine(of: file, size: signature.size, batchID: batch.id), seq <= batch.seq
        else { return nil }
        if size < signature.size, (try? file.truncate(to: size)) == nil { return nil }
        return (file, Position(seq: seq, size: size, inode: signature.inode))
    }

    /// The number of the last whole line and the offset of its end; nil when there is no line of ours.
    private static func lastLine(of file: File, size: Int64, batchID: String) throws -> (seq: Int, size: Int64)? {
        let start = max(0, size - Int64(Limits.eventTailBytes))
        try file.seek(to: start)
        let tail = try file.read(Limits.eventTailBytes)
        guard let end = tail.lastIndex(of: 0x0A) else { return nil }
        let before = tail[..<end].lastIndex(of: 0x0A)
        guard before != nil || start == 0 else { return nil }
        let line = Array(tail[(before.map { $0 + 1 } ?? 0)..<end])
        return EventLine.seq(of: line, batchID: batchID).map { ($0, start + Int64(end) + 1) }
    }

    /// Hands out the lines of the events after `seq`, page by page, with the number of each page's last one.
    private static func pages(
        of id: String, after seq: Int, from store: Store, _ body: ([UInt8], Int) throws -> Void
    ) throws {
        var seq = seq
        while true {
            let events = try store.events(of: id, after: seq, limit: Limits.publishedPage)
            guard let last = events.last else { return }
            var writer = JSONWriter()
            for event in events { EventLine.append(event, to: &writer) }
            try body(writer.bytes, last.seq)
            seq = last.seq
            if events.count < Limits.publishedPage { return }
        }
    }
}

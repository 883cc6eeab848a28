import Model

/// What an archive says it holds, before anything of it is unpacked; it may lie.
public struct ArchiveSummary: Sendable, Equatable {
    public var entries: Int
    /// Bytes of all files together when unpacked.
    public var bytes: Int64

    public init(entries: Int, bytes: Int64) {
        self.entries = entries
        self.bytes = bytes
    }

    static let wireBytes = 12

    /// The payload of a frame: entries as four bytes, then bytes as eight, lowest first.
    var encoded: [UInt8] {
        let total = UInt64(max(0, bytes))
        return Frame.littleEndian(max(0, entries)) + (0..<8).map { UInt8(truncatingIfNeeded: total >> (8 * $0)) }
    }

    /// Reads the payload of a `summary` frame.
    public init(_ frame: Frame) throws(FrameError) {
        guard frame.kind == .summary, frame.payload.count == Self.wireBytes else {
            throw .malformed(frame.kind, "expected what an archive holds")
        }
        entries = Frame.number(frame.payload.prefix(4))
        bytes = Int64(clamping: frame.payload.dropFirst(4).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}

/// One entry of an archive, announced before its content.
public struct ArchiveEntry: Sendable, Equatable {
    public var kind: EntryKind
    /// The name as it stands in the archive: bytes of a stranger.
    public var name: [UInt8]

    public init(kind: EntryKind, name: [UInt8]) {
        self.kind = kind
        self.name = name
    }

    private static let kinds: [EntryKind] = [.file, .directory, .symlink, .fifo, .socket, .device]

    /// The payload of a frame: the kind as one byte, then the name.
    var encoded: [UInt8] {
        [UInt8(Self.kinds.firstIndex(of: kind) ?? 0)] + name.prefix(Limits.archiveNameBytes)
    }

    /// Reads the payload of an `entry` frame.
    public init(_ frame: Frame) throws(FrameError) {
        guard frame.kind == .entry, let code = frame.payload.first, Int(code) < Self.kinds.count else {
            throw .malformed(frame.kind, "expected an entry of an archive")
        }
        kind = Self.kinds[Int(code)]
        name = Array(frame.payload.dropFirst())
    }
}

import Linux
import Model

/// Sends the answer to one request: gathers small writes, so that a small document takes one send.
///
/// Runs in the worker. Once the agent is gone, everything is dropped and `failure` says why.
public struct PartWriter: PartSink {
    /// Why nothing more can be sent.
    public private(set) var failure: SystemError?
    private let socket: Socket
    private let onPages: (Int) -> Void
    private var buffer: [UInt8] = []
    private var open: (part: OutputPart, header: Int)?

    /// Writes to a socket that blocks; `onPages` hears how many pages were announced.
    public init(socket: Socket, onPages: @escaping (Int) -> Void = { _ in }) {
        self.socket = socket
        self.onPages = onPages
        buffer.reserveCapacity(Limits.sendBytes + Frame.headerBytes)
    }

    public mutating func write(_ bytes: [UInt8], to part: OutputPart) {
        if let (page, number) = part.picture { return write(bytes, ofPicture: number, page: page) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let header = openFrame(for: part)
            let room = max(1, Limits.sendBytes - buffer.count)
            buffer.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            Frame.setLength(buffer.count - header - Frame.headerBytes, ofHeaderAt: header, in: &buffer)
            if buffer.count >= Limits.sendBytes { flush() }
        }
    }

    public mutating func announce(_ summary: ArchiveSummary) {
        // The agent may refuse it before anything is unpacked.
        append(.summary, summary.encoded)
        flush()
    }

    public mutating func begin(_ entry: ArchiveEntry) { append(.entry, entry.encoded) }

    public mutating func begin(_ attachment: AttachmentName) { append(.attachment, attachment.encoded) }

    public mutating func write(content: [UInt8]) {
        for start in stride(from: 0, to: content.count, by: Limits.sendBytes) {
            append(.content, content[start..<min(start + Limits.sendBytes, content.count)])
        }
    }

    public mutating func begin(_ head: ManifestHead) { append(.manifestHead, head.encoded) }

    public mutating func write(_ row: ManifestLine) { append(.manifestRow, row.encoded) }

    private mutating func write(_ bytes: [UInt8], ofPicture number: Int, page: Int) {
        let head = Frame.littleEndian(page) + Frame.littleEndian(number)
        for start in stride(from: 0, to: bytes.count, by: Limits.sendBytes) {
            append(.picture, head + bytes[start..<min(start + Limits.sendBytes, bytes.count)])
        }
    }

    public mutating func write(_ passage: Passage) { append(.passage, passage.encoded) }

    private mutating func append(_ kind: FrameKind, _ payload: some Collection<UInt8>) {
        open = nil
        Frame.appendHeader(kind, length: payload.count, to: &buffer)
        buffer.append(contentsOf: payload)
        if buffer.count >= Limits.sendBytes { flush() }
    }

    public mutating func expectPages(_ count: Int) {
        open = nil
        Frame.appendHeader(.pages, length: 4, to: &buffer)
        buffer.append(contentsOf: Frame.littleEndian(max(0, count)))
        // The deadline moves with it, and it starts with one page.
        if count > 1 { flush() }
        onPages(count)
    }

    /// Ends the request.
    public mutating func finish(_ report: WorkerReport) {
        open = nil
        let payload = report.encoded()
        Frame.appendHeader(.report, length: payload.count, to: &buffer)
        buffer.append(contentsOf: payload)
        flush()
    }

    private mutating func openFrame(for part: OutputPart) -> Int {
        if let open, open.part == part { return open.header }
        let header = buffer.count
        Frame.appendHeader(.part, part: part, length: 0, to: &buffer)
        open = (part, header)
        return header
    }

    private mutating func flush() {
        open = nil
        defer { buffer.removeAll(keepingCapacity: true) }
        guard failure == nil else { return }
        do {
            try socket.sendAll(buffer)
        } catch {
            failure = error
        }
    }
}

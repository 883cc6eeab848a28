import Glibc
import Linux
import Model

/// Turns a stream of bytes into frames; refuses what is too long as soon as its header is seen.
public struct FrameBuffer: Sendable {
    /// What a look at the socket brought.
    public enum Filling: Sendable, Equatable {
        case bytes
        /// Nothing is there now.
        case nothing
        /// The other side is gone.
        case end
    }

    /// The descriptor that came with the bytes; taking it out is the reader's business.
    public var attachment: File?
    private var storage: [UInt8]
    private var head = 0
    private var tail = 0

    /// An empty buffer.
    public init() {
        storage = [UInt8](repeating: 0, count: Limits.sendBytes + Frame.headerBytes)
    }

    /// True when no byte waits to be taken out.
    public var isEmpty: Bool { head == tail && attachment == nil }

    /// Adds what the socket has, at most a buffer full.
    public mutating func fill(from socket: Socket) throws(SystemError) -> Filling {
        makeRoom()
        do throws(SystemError) {
            let (count, file) = try socket.receive(into: &storage, from: tail)
            tail += count
            if let file { attachment = file }
            return count > 0 ? .bytes : .end
        } catch {
            switch error.code {
            case EAGAIN: return .nothing
            case ECONNRESET: return .end
            default: throw error
            }
        }
    }

    /// Adds bytes from memory.
    mutating func append(_ bytes: some Collection<UInt8>) {
        for byte in bytes {
            makeRoom()
            storage[tail] = byte
            tail += 1
        }
    }

    /// The next whole frame; nil when more bytes are needed.
    public mutating func next() throws(FrameError) -> Frame? {
        guard tail - head >= Frame.headerBytes else {
            // A wrong version is told from its first byte, whatever that version thinks a header is.
            if tail > head { try checkVersion() }
            return nil
        }
        try checkVersion()
        guard let kind = FrameKind(rawValue: storage[head + 1]) else { throw .unknownKind(storage[head + 1]) }
        let part = kind == .part ? try OutputPart(wireCode: storage[head + 2]) : nil
        let length = Frame.number(storage[(head + 4)..<(head + Frame.headerBytes)])
        guard length <= kind.limit else { throw .oversized(kind, bytes: length) }
        let start = head + Frame.headerBytes
        guard tail - start >= length else { return nil }
        head = start + length
        return Frame(kind: kind, part: part, payload: storage[start..<head])
    }

    /// Says that no byte follows; throws when one is missing.
    public func finish() throws(FrameError) {
        if tail > head { throw .truncated }
    }

    private func checkVersion() throws(FrameError) {
        if storage[head] != UInt8(protocolVersion) { throw .version(storage[head]) }
    }

    private mutating func makeRoom() {
        if head == tail {
            head = 0
            tail = 0
        }
        guard tail == storage.count else { return }
        if head > 0 {
            let kept = tail - head
            storage.withUnsafeMutableBytes { buffer in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[head..<tail]))
            }
            head = 0
            tail = kept
        } else {
            // A frame that does not fit: `next` has checked its length against the limits of its kind.
            let longest = Limits.frameBytes + Frame.headerBytes
            storage.append(contentsOf: repeatElement(0, count: max(1, min(storage.count, longest - storage.count))))
        }
    }
}

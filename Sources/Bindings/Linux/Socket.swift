import CLinux
import Glibc

/// One end of a pair of connected stream sockets; closes when it goes out of use.
public final class Socket: Sendable {
    /// What to wait for.
    public enum Direction: Sendable {
        case reading
        case writing
    }

    /// The descriptor; valid as long as this object is held.
    public let descriptor: Int32
    private let label: String

    /// Takes over a descriptor.
    public init(descriptor: Int32, label: String) {
        self.descriptor = descriptor
        self.label = label
    }

    deinit { close(descriptor) }

    /// Two ends of a new connection.
    public static func pair(_ label: String) throws(SystemError) -> (Socket, Socket) {
        var ends: [Int32] = [-1, -1]
        try SystemError.check(clinux_socketpair(&ends), "socketpair", label)
        return (Socket(descriptor: ends[0], label: label), Socket(descriptor: ends[1], label: label))
    }

    /// Makes `send` and `receive` of this end fail with EAGAIN instead of waiting.
    public func neverBlock() throws(SystemError) {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) >= 0 else {
            throw SystemError(code: errno, call: "fcntl", subject: label)
        }
    }

    /// Sends bytes, with a descriptor attached to the first of them; returns how many were taken.
    public func send(_ bytes: ArraySlice<UInt8>, attaching file: Int32? = nil) throws(SystemError) -> Int {
        let sent = bytes.withUnsafeBytes { clinux_send(descriptor, $0.baseAddress, $0.count, file ?? -1) }
        return try SystemError.check(sent, "sendmsg", label)
    }

    /// Sends all bytes, waiting as long as it takes.
    public func sendAll(_ bytes: [UInt8]) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty { rest = rest.dropFirst(try send(rest)) }
    }

    /// Receives into an array from an offset to its end, with the descriptor that came along; 0 bytes is the end.
    public func receive(
        into storage: inout [UInt8], from offset: Int
    ) throws(SystemError) -> (count: Int, file: File?) {
        var attached: Int32 = -1
        let received = storage.withUnsafeMutableBytes { buffer in
            let free = UnsafeMutableRawBufferPointer(rebasing: buffer[offset...])
            return clinux_receive(descriptor, free.baseAddress, free.count, &attached)
        }
        let file = attached >= 0 ? File(descriptor: attached, label: "the file that was passed") : nil
        return (try SystemError.check(received, "recvmsg", label), file)
    }

    /// Waits until this end, or the other socket, has something; a signal or the end of `timeout` ends the wait too.
    public func wait(
        for direction: Direction, or other: Socket? = nil, timeout: Duration
    ) throws(SystemError) -> (socket: Bool, other: Bool) {
        let events = Int16(direction == .reading ? POLLIN : POLLOUT)
        var waiting = [
            pollfd(fd: descriptor, events: events, revents: 0),
            // poll(2) skips a negative descriptor.
            pollfd(fd: other?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = Int32(clamping: max(0, (timeout + .microseconds(999)).milliseconds))
        let ready = poll(&waiting, nfds_t(waiting.count), milliseconds)
        if ready < 0 {
            if errno == EINTR { return (false, false) }
            throw SystemError(code: errno, call: "poll", subject: label)
        }
        return (waiting[0].revents != 0, waiting[1].revents != 0)
    }
}

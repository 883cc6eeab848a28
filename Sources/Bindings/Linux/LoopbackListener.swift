import CLinux
import Glibc
import Model

/// A listening TCP socket on an address of loopback (ip(7), ipv6(7)).
public final class LoopbackListener: Sendable {
    private let descriptor: Int32
    /// The port; a free one where 0 was asked for.
    public let port: UInt16

    /// Connections that may wait.
    private static let backlog: Int32 = 16

    public init(isVersion6: Bool, port: UInt16) throws(SystemError) {
        let subject = "\(isVersion6 ? "[::1]" : "127.0.0.1"):\(port)"
        let family = isVersion6 ? AF_INET6 : AF_INET
        let made = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemError(code: errno, call: "socket", subject: subject) }
        descriptor = made
        var yes: Int32 = 1
        setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let bound = isVersion6 ? Self.bind6(made, port) : Self.bind4(made, port)
        guard bound == 0, listen(made, Self.backlog) == 0 else {
            let code = errno
            Glibc.close(made)
            throw SystemError(code: code, call: "bind", subject: subject)
        }
        self.port = Self.port(of: made)
    }

    deinit { Glibc.close(descriptor) }

    /// Waits for a connection; nil once the listener is closed.
    public func accept() -> LoopbackConnection? {
        while true {
            let accepted = clinux_accept(descriptor)
            if accepted >= 0 { return LoopbackConnection(descriptor: accepted) }
            if accepted == -ECONNABORTED { continue }
            guard [-EMFILE, -ENFILE, -ENOMEM, -ENOBUFS].contains(accepted) else { return nil }
            usleep(Self.shortagePause)
        }
    }

    private static let shortagePause: UInt32 = 1_000_000

    /// Ends `accept`.
    public func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func bind4(_ socket: Int32, _ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func bind6(_ socket: Int32, _ port: UInt16) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }

    private static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        // The port stands at the same place in both versions.
        return result == 0 ? UInt16(bigEndian: address.sin6_port) : 0
    }
}

/// One accepted connection; closes when it goes out of use.
public final class LoopbackConnection {
    private let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// What comes up to and including `end`; nil when it does not come in time or is longer.
    public func receive(until end: [UInt8], limit: Int, within patience: Duration) -> [UInt8]? {
        let deadline = Clock.sinceBoot() + patience
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            guard wait(for: Int16(POLLIN), until: deadline) else { return nil }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            if let range = bytes.firstRange(of: end) { return Array(bytes[..<range.upperBound]) }
        }
        return nil
    }

    /// Sends as much as the other side takes in time.
    public func send(_ bytes: [UInt8], within patience: Duration) {
        let deadline = Clock.sinceBoot() + patience
        var rest = bytes[...]
        while !rest.isEmpty, wait(for: Int16(POLLOUT), until: deadline) {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private func wait(for events: Int16, until deadline: Duration) -> Bool {
        var waiting = pollfd(fd: descriptor, events: events, revents: 0)
        let milliseconds = Int32(clamping: max(0, (deadline - Clock.sinceBoot()).milliseconds))
        return poll(&waiting, 1, milliseconds) > 0
    }
}

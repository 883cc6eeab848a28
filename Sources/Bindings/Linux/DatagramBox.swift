import Glibc
import Model

/// A socket with a name in a directory that takes short messages of this machine's own processes (unix(7)).
public final class DatagramBox: Sendable {
    private let descriptor: Int32
    private let directory: Directory
    private let name: String

    /// Makes the socket, in place of one that an earlier process left; only our user may write to it.
    public init(in directory: Directory, name: String) throws(SystemError) {
        self.directory = directory
        self.name = name
        descriptor = try Self.open(name)
        try? directory.unlink(BytePath(name))
        // On Linux the mode of the socket becomes the mode of its name.
        fchmod(descriptor, 0o600)
        let bound = try Self.withAddress(of: name, in: directory) { bind(descriptor, $0, $1) }
        guard bound == 0 else { throw SystemError(code: errno, call: "bind", subject: name) }
    }

    deinit { Glibc.close(descriptor) }

    /// Waits for a message; nil once the box is closed.
    public func receive(limit: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: limit)
        while true {
            let count = recv(descriptor, &buffer, limit, 0)
            if count > 0 { return Array(buffer.prefix(count)) }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    /// Ends `receive` and takes the name away.
    public func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        try? directory.unlink(BytePath(name))
    }

    /// Leaves a message in a box; throws when nobody has it open.
    public static func send(_ bytes: [UInt8], to name: String, in directory: Directory) throws(SystemError) {
        let socket = try open(name)
        defer { Glibc.close(socket) }
        let sent = try withAddress(of: name, in: directory) {
            sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), $0, $1)
        }
        guard sent == bytes.count else { throw SystemError(code: errno, call: "sendto", subject: name) }
    }

    private static func open(_ name: String) throws(SystemError) -> Int32 {
        let made = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemError(code: errno, call: "socket", subject: name) }
        return made
    }

    // A path through the held directory stays short, however deep the directory lies.
    private static func withAddress<Result>(
        of name: String, in directory: Directory, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) throws(SystemError) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(directory.descriptor)/\(name)".utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw SystemError(code: ENAMETOOLONG, call: "bind", subject: name)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

import Foundation
import Glibc
import TestSupport

/// A server of a test in a process namespace of its own: when it ends, or this process does, all it started ends.
///
/// The script runs its server in the background; what it says goes to `<label>.log` in `place`.
final class ServerProcess {
    private let process = Process()
    private let lifeline = Pipe()
    private let logPath: String

    /// Runs a shell script; `cleanup` runs when the server is to end, also when this process died.
    ///
    /// With `ownMounts` the script may mount what nobody else sees. `arguments` are `$1` and so on.
    init(
        _ script: String, _ arguments: [String] = [], cleanup: String = ":", label: String, place: String,
        ownMounts: Bool = false
    ) throws {
        logPath = "\(place)/\(label).log"
        _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: logPath))
        try log.seekToEnd()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments =
            ["--pid", "--fork", "--kill-child=KILL"] + (ownMounts ? ["--mount", "--propagation", "private"] : [])
            // The end of the lifeline is the end of this process, or the wish to stop.
            + ["/bin/sh", "-c", "\(script)\nread -r line\n\(cleanup)", label] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: place)
        process.standardInput = lifeline
        process.standardOutput = log
        process.standardError = log
        try process.run()
    }

    deinit { stop() }

    /// What the server said so far.
    var log: String { String(decoding: FileManager.default.contents(atPath: logPath) ?? Data(), as: UTF8.self) }

    /// Ends the server and everything it started, and waits for that.
    func stop() {
        try? lifeline.fileHandleForWriting.close()
        if !waitUntil(.seconds(5), { !process.isRunning }) {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// Sends a signal to the programs of a name that it started.
    func signal(_ program: String, _ number: Int32) throws {
        let descendants = Self.descendants(of: process.processIdentifier).filter { Self.name(of: $0) == program }
        try check(!descendants.isEmpty, "no \(program) runs")
        for descendant in descendants { kill(descendant, number) }
    }

    private static func descendants(of process: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        let children = tasks.flatMap { task in
            let text = FileManager.default.contents(atPath: "/proc/\(process)/task/\(task)/children") ?? Data()
            return String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        }
        return children + children.flatMap(descendants)
    }

    private static func name(of process: Int32) -> String {
        let text = FileManager.default.contents(atPath: "/proc/\(process)/comm") ?? Data()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// Waits until the server takes connections on a port of the loopback.
    func listens(on port: UInt16) async throws {
        try await eventually("a server on port \(port): \(log)", within: .seconds(30)) {
            guard process.isRunning else { throw ServerFailed(log: log) }
            return Loopback.answers(port)
        }
    }
}

/// A server ended before it served.
struct ServerFailed: Error, CustomStringConvertible {
    let log: String
    var description: String { "the server ended:\n\(log)" }
}

/// Ports of 127.0.0.1.
enum Loopback {
    /// A port nobody listens on.
    static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 ? getsockname(socket, address, &length) : -1
            }
        }
        try check(result == 0, "no free port on the loopback")
        return UInt16(bigEndian: address.sin_port)
    }

    /// True when somebody listens.
    static func answers(_ port: UInt16) -> Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = address(port: port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }
}

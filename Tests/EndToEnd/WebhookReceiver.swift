import Foundation
import Glibc
import Model
import TestSupport

/// The receiver of webhooks in TestSupport/Programs, on a port that stays the same while it comes and goes.
final class WebhookReceiver {
    /// What requests are signed with.
    static let secret = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()

    let port: Int
    private let log: String
    private var process: Process?
    private var input: Pipe?

    /// Takes a free port; nobody answers there before `start`.
    init(in place: String) {
        log = place + "/receiver.jsonl"
        port = Self.freePort()
    }

    deinit { stop() }

    func start() async throws {
        let process = Process()
        process.executableURL = URL(
            fileURLWithPath: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .path + "/TestSupport/Programs/webhook_receiver")
        let ready = log + ".port"
        try? FileManager.default.removeItem(atPath: ready)
        process.arguments = [
            "--port-file", ready, "--port", String(port), "--secret", Self.secret, "--log", log, "--end-with-input",
        ]
        let input = Pipe()
        process.standardInput = input
        try process.run()
        self.input = input
        self.process = process
        try await eventually("the receiver") { FileManager.default.fileExists(atPath: ready) }
    }

    // It ends with its input: a signal may be blocked by what the tests run under.
    func stop() {
        try? input?.fileHandleForWriting.close()
        process = nil
    }

    /// The address of a path.
    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Requests so far, in the order they came.
    var requests: [JSONValue] {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { try? JSONParser.parse(Array($0.utf8)) }
    }

    /// Ids of the requests at a path, in the order they came.
    func ids(at path: String = "/ok") -> [String] {
        requests.filter { $0["path"]?.string == path }.compactMap { $0["id"]?.string }
    }

    private static func freePort() -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(probe, address, length)
                getsockname(probe, address, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}

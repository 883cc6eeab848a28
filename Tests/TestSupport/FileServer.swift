import Foundation
import Glibc
import Model

/// The web server of files in Programs/file_server, started on a free port of loopback; it ends with the test.
///
/// What it can do is told by its own help.
public final class FileServer {
    private let process = Process()
    private let input = Pipe()
    private let directory: String
    /// The port it listens on.
    public let port: Int

    /// Starts a server with settings.
    public init(_ settings: JSONValue = [:]) throws {
        directory = NSTemporaryDirectory() + "dropmill-files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let portFile = directory + "/port"
        // Too long for an argument where files are large.
        try Data(JSONWriter.bytes(of: settings)).write(to: URL(fileURLWithPath: directory + "/settings"))
        process.executableURL = URL(fileURLWithPath: repositoryRoot + "/Tests/TestSupport/Programs/file_server")
        process.arguments = [
            "--end-with-input", "--port-file", portFile, "--log", directory + "/log", "--settings",
            directory + "/settings",
        ]
        process.standardInput = input
        try process.run()
        var found: Int?
        for _ in 0..<3000 where found == nil {
            found = (try? String(contentsOfFile: portFile, encoding: .utf8)).flatMap { Int($0) }
            if found == nil { usleep(10_000) }
        }
        guard let found else { throw NotStarted() }
        port = found
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Without a path.
    public var origin: String { "http://127.0.0.1:\(port)" }

    /// The requests so far, in order.
    public func log() throws -> [JSONValue] {
        let text = try String(contentsOfFile: directory + "/log", encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
    }

    struct NotStarted: Error {}
}

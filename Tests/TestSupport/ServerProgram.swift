import Foundation
import Glibc

/// A server of Tests/TestSupport/Programs on a free port of loopback; it ends with the test.
final class ServerProgram {
    private let process = Process()
    private let input = Pipe()
    /// A directory of its own, for settings and logs.
    let directory: String
    /// The port it listens on.
    let port: Int

    /// Starts the program of a name with arguments that may name files in its directory.
    init(_ name: String, arguments: (_ directory: String) throws -> [String]) throws {
        directory = NSTemporaryDirectory() + "dropmill-\(name)-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let portFile = directory + "/port"
        process.executableURL = URL(fileURLWithPath: repositoryRoot + "/Tests/TestSupport/Programs/\(name)")
        process.arguments = ["--end-with-input", "--port-file", portFile] + (try arguments(directory))
        process.standardInput = input
        try process.run()
        var found: Int?
        for _ in 0..<Self.looks where found == nil {
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
    var origin: String { "http://127.0.0.1:\(port)" }

    /// How often it is looked whether the server has started, ten milliseconds apart.
    private static let looks = 9000

    struct NotStarted: Error {}
}

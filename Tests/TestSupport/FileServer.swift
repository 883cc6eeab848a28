import Foundation
import Model

/// The web server of files in Programs/file_server.
///
/// What it can do is told by its own help.
public final class FileServer {
    private let program: ServerProgram

    /// Starts a server with settings.
    public init(_ settings: JSONValue = [:]) throws {
        program = try ServerProgram("file_server") { directory in
            // Too long for an argument where files are large.
            try Data(JSONWriter.bytes(of: settings)).write(to: URL(fileURLWithPath: directory + "/settings"))
            return ["--log", directory + "/log", "--settings", directory + "/settings"]
        }
    }

    /// The port it listens on.
    public var port: Int { program.port }
    /// Without a path.
    public var origin: String { program.origin }

    /// The requests so far, in order.
    public func log() throws -> [JSONValue] {
        let text = try String(contentsOfFile: program.directory + "/log", encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
    }
}

import Foundation
import Linux
import Model

/// One directory of an outbox, read the way a program of a user reads it.
public struct PublishedBatch {
    /// Absolute path of the directory.
    public let path: String

    public init(path: String) { self.path = path }

    public var name: String { URL(fileURLWithPath: path).lastPathComponent }

    /// `status.json`; nil while there is none.
    public var status: JSONValue? { json("status.json") }
    /// The status word; empty while there is none.
    public var word: String { status?["status"]?.string ?? "" }
    public var isFinal: Bool { BatchStatus(rawValue: word)?.isFinal ?? false }
    public var id: String { status?["id"]?.string ?? "" }
    /// `STATUS.txt`.
    public var text: String { String(decoding: bytes("STATUS.txt") ?? [], as: UTF8.self) }
    /// The lines of `results.jsonl` in their order.
    public var results: [JSONValue] { lines("results.jsonl") }
    /// The events so far; a line that is still being written is left out.
    public var events: [JSONValue] { lines("events.jsonl") }

    /// Names of the events in their order.
    public var eventNames: [String] { events.compactMap { $0["event"]?.string } }

    /// The result line of an item by the exact bytes of its path; nil when there is none.
    public func result(_ path: String) -> JSONValue? {
        results.first { $0["path"]?.string.map { $0.utf8.elementsEqual(path.utf8) } ?? false }
    }

    /// The error code of an item by its path; nil when it has none.
    public func errorCode(_ path: String) -> String? { result(path)?["error"]?["code"]?.string }

    /// Path of an item in its batch, as bytes.
    public static func path(of result: JSONValue) -> BytePath {
        if let raw = result["path_b64"]?.string, let bytes = Data(base64Encoded: raw) {
            return BytePath(bytes: Array(bytes))
        }
        return BytePath(result["path"]?.string ?? "")
    }

    /// Paths of an item's outputs below the directory. A name that is not UTF-8 stands in `outputs` in its readable
    /// form; on disk it keeps its bytes.
    public func outputs(of result: JSONValue) -> [BytePath] {
        let shown = "files/" + (result["path"]?.string ?? "")
        let own = BytePath("files").appending(Self.path(of: result))
        return (result["outputs"]?.object?.members ?? []).compactMap { _, output in
            guard let text = output.string else { return nil }
            guard text.utf8.starts(with: shown.utf8) else { return BytePath(text) }
            return BytePath(bytes: own.bytes + text.utf8.dropFirst(shown.utf8.count))
        }
    }

    /// Content of a file below the directory.
    public func bytes(_ relative: String) -> [UInt8]? { bytes(BytePath(relative)) }

    /// Content of a file below the directory.
    public func bytes(_ relative: BytePath) -> [UInt8]? {
        try? Directory(path: path).contents(of: relative, limit: 256 << 20)
    }

    /// A JSON file below the directory; nil when it is absent or no JSON.
    public func json(_ relative: String) -> JSONValue? {
        bytes(relative).flatMap { try? JSONParser.parse($0) }
    }

    public func contains(_ relative: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(relative)")
    }

    /// The complete lines of a file of JSON lines.
    public func lines(_ relative: String) -> [JSONValue] {
        guard let bytes = bytes(relative), let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        return bytes[..<end].split(separator: UInt8(ascii: "\n")).map { (try? JSONParser.parse(Array($0))) ?? .null }
    }
}

import Linux
import Model

/// The published results of a batch, or of one of its earlier versions, as they lie in the outbox.
///
/// Only files the agent and its worker wrote are read, each within a limit; what others put in their place is refused.
struct PublishedResults {
    /// One line of results.jsonl.
    struct Line {
        let path: String
        let state: String
        let errorCode: String?
        let outputs: JSONObject
    }

    /// What people call it.
    let name: String
    private let directory: Directory
    /// Lines in index order, each under its path; a path that comes again has its count behind it.
    let lines: [(key: String, line: Line)]

    private static let lineBytes = 1 << 20
    private static let resultBytes = 512 << 20
    private static let chunkBytes = 256 << 10
    private static let fileBytes = 1 << 20
    private static let textBytes = 32 << 20

    /// Reads results.jsonl of a directory; ends the program with code 4 when there is none.
    init(of name: String, in directory: Directory) throws {
        self.name = name
        self.directory = directory
        let file: File
        do {
            file = try directory.openForReading(BytePath("results.jsonl"))
        } catch {
            throw Stop(.notFound, "\(printable(name)) has no results.jsonl: \(error)")
        }
        var lines: [(String, Line)] = []
        var seen: [String: Int] = [:]
        try Self.forEachLine(of: file, in: name) { bytes in
            guard let value = try? JSONParser.parse(bytes), let path = value["path"]?.string else {
                throw Stop(.internalError, "results.jsonl of \(printable(name)) is damaged.")
            }
            seen[path, default: 0] += 1
            let count = seen[path] ?? 1
            let line = Line(
                path: path, state: value["state"]?.string ?? "", errorCode: value["error"]?["code"]?.string,
                outputs: value["outputs"]?.object ?? [:])
            lines.append((count > 1 ? "\(path) #\(count)" : path, line))
        }
        self.lines = lines
    }

    /// A small JSON output of a line, such as `extract.json`; nil where it has none.
    func json(_ name: String, of line: Line) -> JSONValue? {
        guard let path = output(name, of: line),
            let bytes = try? directory.contents(of: path, limit: Self.fileBytes)
        else { return nil }
        return try? JSONParser.parse(bytes)
    }

    /// The lines of the text of a document, of its Markdown where it has that; nil where it has neither.
    func text(of line: Line) -> [String]? {
        for name in ["document.md", "document.txt"] {
            guard let path = output(name, of: line) else { continue }
            guard let bytes = try? directory.contents(of: path, limit: Self.textBytes) else { continue }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
        }
        return nil
    }

    private func output(_ name: String, of line: Line) -> BytePath? {
        line.outputs.members.compactMap(\.value.string).first { $0.hasSuffix("/" + name) }.map { BytePath($0) }
    }

    private static func forEachLine(
        of file: File, in name: String, _ body: ([UInt8]) throws -> Void
    ) throws {
        var rest: [UInt8] = []
        var total = 0
        while true {
            let chunk = try file.read(chunkBytes)
            total += chunk.count
            guard total <= resultBytes, rest.count <= lineBytes else {
                throw Stop(.internalError, "results.jsonl of \(printable(name)) is too long to be compared.")
            }
            var start = chunk.startIndex
            while let end = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) {
                try body(rest + chunk[start..<end])
                rest = []
                start = end + 1
            }
            rest += chunk[start...]
            if chunk.count < chunkBytes { return }
        }
    }
}

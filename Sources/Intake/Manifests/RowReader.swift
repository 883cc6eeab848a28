import Model
import WorkerProtocol

/// Decides what a row of a manifest asks for; what is wrong with it is the row's own failure.
struct RowReader {
    /// The name of the manifest.
    let file: String
    let type: JobType
    let columns: ManifestColumns
    /// The columns the values of a row belong to.
    let found: [String]
    /// Cells of the header.
    let width: Int
    /// True for a manifest without a directory.
    let isLone: Bool

    /// The row; whether its file is there is not looked at here.
    func row(_ line: ManifestLine) -> ManifestRow {
        var cells: [String: String] = [:]
        for (name, value) in zip(found, line.values) {
            let text = Self.trimmed(value)
            if !text.isEmpty { cells[name] = text }
        }
        let filePath = cells[ManifestColumns.filePath] ?? ""
        var row = ManifestRow(
            line: line.line, title: cells[ManifestColumns.title], description: cells[ManifestColumns.description],
            filePath: filePath, source: .local(.here), fileSize: cells[ManifestColumns.fileSize])
        do throws(Failure) {
            guard line.width == width else {
                throw refusal(line.line, "has \(line.width) cells, but the header has \(width)")
            }
            guard !filePath.isEmpty else { throw refusal(line.line, "has no file_path") }
            row.source = try source(filePath, cells[ManifestColumns.sourceType], line.line)
            row.mimeType = try mimeType(cells[ManifestColumns.mimeType], line.line)
            row.options = try options(cells, line.line)
        } catch {
            row.failure = error
        }
        return row
    }

    private func source(_ path: String, _ word: String?, _ line: Int) throws(Failure) -> ManifestRow.Source {
        switch word?.lowercased() {
        case "local": return .local(try localPath(path, line))
        case "url":
            let start = path.prefix { $0 != ":" }.lowercased()
            guard ["http", "https"].contains(start), path.dropFirst(start.count).hasPrefix("://") else {
                throw refusal(line, "names the url \(path), which does not begin with http:// or https://")
            }
            return .url(path)
        case "s3":
            let key = path.lowercased().hasPrefix("s3://") ? String(path.dropFirst("s3://".count)) : path
            let parts = key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw refusal(line, "names \(path) in s3, which is not bucket/key")
            }
            return .s3(key)
        case nil where !isLone: return .local(try localPath(path, line))
        case nil: throw refusal(line, "has no file_source_type; it may be url or s3")
        case .some(let other):
            throw refusal(line, "has the file_source_type \(other); it may be local, url or s3")
        }
    }

    /// A path below the root of the batch.
    private func localPath(_ path: String, _ line: Int) throws(Failure) -> BytePath {
        guard !isLone else {
            throw refusal(
                line, "names the local file \(path), but \(file) came without a directory",
                resolution: "Put the files and the table, as manifest.csv, into one directory and drop that.")
        }
        if path.contains("://") {
            throw refusal(line, "names \(path) as a local file", resolution: "Set its file_source_type to url or s3.")
        }
        guard !path.utf8.contains(0), path.utf8.count <= Limits.unpackedPathBytes else {
            throw refusal(line, "has a file_path that no file can have")
        }
        guard !path.hasPrefix("/"), !Self.hasDrive(path) else {
            throw refusal(line, "has the file_path \(path), which is not a path within the batch")
        }
        var kept: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            guard part != ".." else { throw refusal(line, "has the file_path \(path), which leads out of the batch") }
            kept.append(part)
        }
        guard !kept.isEmpty else { throw refusal(line, "has the file_path \(path), which is no file") }
        return BytePath(kept.joined(separator: "/"))
    }

    private static func hasDrive(_ path: String) -> Bool {
        let bytes = Array(path.utf8.prefix(3))
        guard bytes.count >= 2 else { return false }
        if bytes.starts(with: Array(#"\\"#.utf8)) { return true }
        return bytes.count == 3 && bytes[1] == UInt8(ascii: ":") && [0x2F, 0x5C].contains(bytes[2])
    }

    private func mimeType(_ text: String?, _ line: Int) throws(Failure) -> String? {
        guard let text else { return nil }
        let type = Self.trimmed(String(text.prefix { $0 != ";" })).lowercased()
        let parts = type.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = type.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, type.count <= Limits.nameBytes else {
            throw refusal(line, "has the mime_type \(text), which is no media type")
        }
        return type
    }

    private func options(_ cells: [String: String], _ line: Int) throws(Failure) -> JSONObject {
        var options: JSONObject = [:]
        for column in found where columns.isOption(column) {
            guard let text = cells[column],
                let parameters = JobParameters.parameters(from: text, column: column, for: type)
            else { continue }
            options = JobParameters.merged(options, with: parameters)
        }
        if let problem = JobParameters.problem(in: options, for: type) { throw refusal(line, "says \(problem)") }
        return options
    }

    /// The failure of a row.
    func refusal(_ line: Int, _ what: String, _ code: FailureCode = .validationError, resolution: String? = nil)
        -> Failure
    {
        Failure(
            code, "Line \(line) of \(printable(file)) \(printable(what)).", stage: .intake,
            details: ["line": .integer(Int64(line))],
            resolution: resolution ?? "Correct that line and drop the directory again.")
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? "")
    }
}

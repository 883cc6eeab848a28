import Model

/// results.csv: one row per item for people and spreadsheets (RFC 4180, CRLF).
enum ResultsTable {
    /// Names of the outputs that have a column of their own.
    private static let outputs = ["markdown", "text", "json"]
    private static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// The first row.
    static let header: [UInt8] = {
        let names =
            [
                "index", "row", "path", "title", "state", "mime_type", "media_type", "size", "sha256", "page_count",
                "pages_failed", "error_code", "error_message", "resolution", "warnings",
            ] + outputs.map { "output_\($0)" }
            + ["attempts", "duration_ms", "duplicate_of", "source_directory_file_id", "job_id"]
        return Array(names.joined(separator: ",").utf8) + lineEnd
    }()

    /// Appends the row of an item.
    static func append(_ item: Item, to bytes: inout [UInt8]) {
        let sealed = item.sealed
        let outcome = item.outcome
        let failure = outcome?.failure
        number(sealed.index, to: &bytes)
        text(nil, to: &bytes)
        text(sealed.path.display, to: &bytes)
        text(item.shownTitle, to: &bytes)
        text(item.state.rawValue, to: &bytes)
        text(outcome?.mimeType, to: &bytes)
        text(outcome?.mediaType?.rawValue, to: &bytes)
        number(sealed.signature.size, to: &bytes)
        text(outcome?.sha256, to: &bytes)
        number(outcome?.pageCount, to: &bytes)
        text(outcome?.failedPages.map(String.init).joined(separator: " "), to: &bytes)
        text(failure?.code.rawValue, to: &bytes)
        text(failure?.message, to: &bytes)
        text(failure?.resolution, to: &bytes)
        text(outcome?.warnings.joined(separator: "; "), to: &bytes)
        for name in outputs { text(outcome?.outputs.first { $0.name == name }?.path, to: &bytes) }
        number(item.attempts, to: &bytes)
        number(outcome?.durationMilliseconds, to: &bytes)
        text(outcome?.duplicateOf?.fileID, to: &bytes)
        text(sealed.fileID, to: &bytes)
        text(sealed.jobID, to: &bytes)
        // The last cell leaves its comma where the line ends.
        bytes.removeLast()
        bytes.append(contentsOf: lineEnd)
    }

    private static func number(_ value: (some BinaryInteger)?, to bytes: inout [UInt8]) {
        if let value { bytes.append(contentsOf: String(value).utf8) }
        bytes.append(UInt8(ascii: ","))
    }

    private static func text(_ value: String?, to bytes: inout [UInt8]) {
        defer { bytes.append(UInt8(ascii: ",")) }
        guard var value, !value.isEmpty else { return }
        // A spreadsheet would run a name such as `=HYPERLINK(...)`.
        if let first = value.utf8.first, formulaStarts.contains(first) { value = "'" + value }
        guard value.utf8.contains(where: needsQuotes) else { return bytes.append(contentsOf: value.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let formulaStarts = Array("=+-@\t\r".utf8)

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D
    }
}

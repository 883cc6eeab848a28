import Model

/// results.csv: one row per item for people and spreadsheets (RFC 4180, CRLF).
///
/// A batch with a manifest has the manifest's own columns first, byte for byte, in its order, character set and form.
struct ResultsTable {
    private enum Value {
        case text(String?)
        case number(Int64?)
    }

    private struct Column: Sendable {
        let name: String
        let value: @Sendable (Item) -> Value

        init(_ name: String, _ value: @escaping @Sendable (Item) -> Value) {
            self.name = name
            self.value = value
        }
    }

    private let form: ManifestForm?
    private let columns: [Column]
    private let delimiter: UInt8
    private let lineEnd: [UInt8]

    /// The table of a batch; `form` is that of its manifest.
    init(form: ManifestForm?) {
        self.form = form
        columns = form == nil ? Self.standard : Self.added
        delimiter = form?.delimiter ?? UInt8(ascii: ",")
        lineEnd = form?.lineEnd ?? [0x0D, 0x0A]
    }

    /// The first row; `text` is that of the manifest.
    func header(text: ManifestText? = nil) -> [UInt8] {
        let taken = Set(form?.columns.map { $0.lowercased() } ?? [])
        var bytes = text.map { $0.cells + [delimiter] } ?? []
        for column in columns {
            append(taken.contains(column.name) ? "dropmill_" + column.name : column.name, to: &bytes)
        }
        end(&bytes, text)
        return bytes
    }

    /// Appends the row of an item; `text` is that of its row in the manifest.
    func append(_ item: Item, text: ManifestText? = nil, to bytes: inout [UInt8]) {
        if let text {
            bytes.append(contentsOf: text.cells)
            bytes.append(delimiter)
        }
        for column in columns {
            switch column.value(item) {
            case .text(let value): append(value, to: &bytes)
            case .number(let value): append(value.map(String.init), isOurs: true, to: &bytes)
            }
        }
        end(&bytes, text)
    }

    // The last cell leaves its delimiter where the line ends.
    private func end(_ bytes: inout [UInt8], _ text: ManifestText?) {
        bytes.removeLast()
        let tail = text?.tail ?? []
        bytes.append(contentsOf: tail.isEmpty ? lineEnd : tail)
    }

    private func append(_ value: String?, isOurs: Bool = false, to bytes: inout [UInt8]) {
        defer { bytes.append(delimiter) }
        guard var value, !value.isEmpty else { return }
        // A spreadsheet would run a name such as `=HYPERLINK(...)`.
        if !isOurs, let first = value.utf8.first, Self.formulaStarts.contains(first) { value = "'" + value }
        let text = form?.encoding == .windowsLatin ? WindowsLatin.encode(value) : Array(value.utf8)
        guard text.contains(where: needsQuotes) else { return bytes.append(contentsOf: text) }
        bytes.append(Self.quote)
        for byte in text {
            if byte == Self.quote { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(Self.quote)
    }

    private func needsQuotes(_ byte: UInt8) -> Bool {
        byte == Self.quote || byte == delimiter || byte == 0x0A || byte == 0x0D
    }

    private static let formulaStarts = Array("=+-@\t\r".utf8)
    private static let quote = UInt8(ascii: "\"")
}

// MARK: Columns

extension ResultsTable {
    private static let index = Column("index", { .number(Int64($0.sealed.index)) })
    private static let row = Column("row", { .number($0.row.map(Int64.init)) })
    private static let path = Column("path", { .text($0.sealed.path.display) })
    private static let title = Column("title", { .text($0.shownTitle) })
    private static let message = Column("error_message", { .text($0.outcome?.failure?.message) })
    private static let state = Column("state", { .text($0.state.rawValue) })

    private static let found: [Column] = [
        Column("mime_type", { .text($0.outcome?.mimeType) }),
        Column("media_type", { .text($0.outcome?.mediaType?.rawValue) }),
        Column("size", { .number($0.size) }), Column("sha256", { .text($0.outcome?.sha256) }),
        Column("page_count", { .number($0.outcome?.pageCount.map(Int64.init)) }),
        Column("pages_failed", { .text($0.outcome?.failedPages.map(String.init).joined(separator: " ")) }),
        Column("error_code", { .text($0.outcome?.failure?.code.rawValue) }),
    ]

    private static let outputs: [Column] = ["markdown", "text", "json"].map { name in
        Column("output_\(name)", { item in .text(item.outcome?.outputs.first { $0.name == name }?.path) })
    }

    private static let rest: [Column] =
        [
            Column("resolution", { .text($0.outcome?.failure?.resolution) }),
            Column("warnings", { .text($0.outcome?.warnings.joined(separator: "; ")) }),
        ] + outputs + [
            Column("attempts", { .number(Int64($0.attempts)) }),
            Column("duration_ms", { .number($0.outcome?.durationMilliseconds) }),
            Column("duplicate_of", { .text($0.outcome?.duplicateOf?.fileID) }),
            Column("source_directory_file_id", { .text($0.sealed.fileID) }),
            Column("job_id", { .text($0.sealed.jobID) }),
        ]

    private static let tags = Column("tags", { .text($0.outcome?.tags.joined(separator: "; ")) })

    private static let standard = [index, row, path, title, state] + found + [message] + rest + [tags]

    /// What stands behind the columns of a manifest: first what people look for.
    private static let added: [Column] =
        [
            tags, Column("status", { .text($0.state.rawValue) }),
            Column("error", { .text($0.outcome?.failure?.message) }),
        ] + [index, row, path] + found + rest
}

import Model
import WorkerProtocol

/// Reads a manifest and hands out its rows, each with the cells that were asked for and its bytes as they stand.
///
/// What the cells mean is the agent's business. Empty lines, and lines of nothing but delimiters, are no rows; they go
/// with the row before them.
struct ManifestReader {
    private let source: DocumentSource
    private let wanted: [String]
    private let encoding: ManifestForm.Encoding
    private let start: Int64

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    // The first one wins where none of them shows a column that is known.
    private static let delimiters = [",", ";", "\t"].map { UInt8(ascii: $0) }

    /// Looks at all bytes once; throws when they are no text.
    init(_ source: DocumentSource, columns wanted: [String]) throws(Failure) {
        guard source.size <= Limits.manifestBytes else {
            throw Failure(
                .fileTooLarge,
                "\(source.name) has \(source.size) bytes; manifests are read up to "
                    + "\(Limits.manifestBytes).", stage: .intake,
                details: ["max_allowed": .integer(Limits.manifestBytes), "requested": .integer(source.size)],
                resolution: "Divide the manifest among several batches.")
        }
        self.source = source
        self.wanted = wanted
        let head = try source.read(Self.byteOrderMark.count, at: 0)
        start = head == Self.byteOrderMark ? Int64(head.count) : 0
        encoding = try TextCheck.encoding(of: source)
    }

    /// Sends header and rows; throws what is wrong with the file as a whole.
    func run(into sink: inout some PartSink) throws(Failure) {
        let delimiter = try delimiter()
        var reader = RecordReader(source, from: start, delimiter: delimiter)
        var before = start > 0 ? Self.byteOrderMark : []
        var pending = try reader.next()
        while let blank = pending, blank.isBlank(delimiter: delimiter) {
            before += blank.bytes + blank.lineEnd
            if before.count > Limits.manifestTailBytes { throw Self.empty }
            pending = try reader.next()
        }
        guard let header = pending else { throw Self.empty }
        let columns = names(in: header)
        let found = wanted.indices.filter { columns.contains(wanted[$0]) }
        let places = found.compactMap { columns.firstIndex(of: wanted[$0]) }
        try refuseDoubles(columns)
        var tail = header.lineEnd
        pending = try row(after: &tail, &reader, delimiter)
        sink.begin(
            ManifestHead(
                encoding: encoding, delimiter: delimiter, columns: shownNames(in: header),
                width: header.ends.count, found: found, text: ManifestText(cells: before + header.bytes, tail: tail)))
        guard pending != nil else { throw Self.empty }
        while let record = pending {
            var tail = record.lineEnd
            pending = try row(after: &tail, &reader, delimiter)
            try send(record, tail: tail, places: places, width: header.ends.count, delimiter, to: &sink)
        }
    }

    private func send(
        _ record: Record, tail: [UInt8], places: [Int], width: Int, _ delimiter: UInt8, to sink: inout some PartSink
    ) throws(Failure) {
        // Cells without a column would push those of results.csv out of theirs.
        var cells = record.ends.count > width ? Array(record.bytes[..<record.ends[width - 1]]) : record.bytes
        cells += Array(repeating: delimiter, count: max(0, width - record.ends.count))
        let values = places.map { $0 < record.ends.count ? text(record.content(of: $0)) : "" }
        let row = ManifestLine(
            line: record.line, width: record.ends.count, values: values, text: ManifestText(cells: cells, tail: tail))
        // Text of Windows may become three times as long.
        guard row.encoded.count <= Limits.frameBytes else {
            throw Failure(
                .validationError, "Line \(record.line) of \(source.name) is too long.", stage: .intake,
                details: ["line": .integer(Int64(record.line))])
        }
        sink.write(row)
    }

    /// The next record that is a row; empty ones before it are added to the end of the row before.
    private func row(
        after tail: inout [UInt8], _ reader: inout RecordReader, _ delimiter: UInt8
    ) throws(Failure) -> Record? {
        while let record = try reader.next() {
            guard record.isBlank(delimiter: delimiter) else { return record }
            let lines = record.bytes + record.lineEnd
            if tail.count + lines.count <= Limits.manifestTailBytes { tail += lines }
        }
        return nil
    }

    /// The delimiter under which the first line shows the most columns that are known.
    private func delimiter() throws(Failure) -> UInt8 {
        var best = (delimiter: Self.delimiters[0], columns: 0)
        for delimiter in Self.delimiters {
            var reader = RecordReader(source, from: start, delimiter: delimiter)
            var record = try reader.next()
            while let blank = record, blank.isBlank(delimiter: delimiter) { record = try reader.next() }
            guard let record else { throw Self.empty }
            let names = Set(names(in: record))
            let columns = wanted.count { names.contains($0) }
            if columns > best.columns { best = (delimiter, columns) }
        }
        return best.delimiter
    }

    /// The names of the columns as they are compared: lower case, without blanks around them.
    private func names(in header: Record) -> [String] {
        header.ends.indices.map { Self.trimmed(text(header.content(of: $0))).lowercased() }
    }

    private func shownNames(in header: Record) -> [String] {
        header.ends.indices.prefix(Limits.manifestNames).map {
            String(Self.trimmed(text(header.content(of: $0))).prefix(Limits.manifestNameBytes))
        }
    }

    private func refuseDoubles(_ columns: [String]) throws(Failure) {
        let known = Set(wanted)
        var seen: Set<String> = []
        for column in columns where known.contains(column) && !seen.insert(column).inserted {
            throw Failure(
                .validationError, "\(source.name) has the column \(column) twice.", stage: .intake,
                details: ["column": .string(column)], resolution: "Keep one column of each name.")
        }
    }

    private func text(_ bytes: [UInt8]) -> String {
        encoding == .utf8 ? String(decoding: bytes, as: UTF8.self) : WindowsLatin.decode(bytes)
    }

    private static func trimmed(_ text: String) -> String {
        let blank = { (character: Character) in character.isWhitespace }
        guard let last = text.lastIndex(where: { !blank($0) }) else { return "" }
        return String(text[...last].drop(while: blank))
    }

    /// The failure of a file without a row.
    static let empty = Failure(.emptyManifest, "Empty CSV file", stage: .intake)
}

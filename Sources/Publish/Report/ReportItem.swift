import Model

/// The row of one file in the data of report.html. Names are short: there may be thousands of rows.
struct ReportItem {
    let item: Item
    /// What is shown when the row is opened; nil where there is nothing or no room.
    var details: ReportDetails?

    private static let filesName = "files/"

    /// Writes the row.
    func write(to writer: inout JSONWriter) {
        let sealed = item.sealed
        let outcome = item.outcome
        writer.beginObject()
        writer.member("i", sealed.index)
        writer.member("p", ReportText.line(sealed.path.display))
        writer.member("s", item.state.rawValue)
        let title = ReportText.line(item.shownTitle)
        if title != ReportText.line(sealed.path.name.display) { writer.member("t", title) }
        writer.member("b", item.size)
        if let kind { writer.member("k", kind) }
        if let type = outcome?.mimeType { writer.member("m", ReportText.line(type)) }
        if let pages = outcome?.pageCount { writer.member("n", pages) }
        if let failed = outcome?.failedPages, !failed.isEmpty {
            writer.member("f", .array(failed.prefix(Limits.reportTextCharacters).map { .integer(Int64($0)) }))
        }
        if let duration = outcome?.durationMilliseconds, duration > 0 { writer.member("d", duration) }
        if item.attempts > 1 { writer.member("a", item.attempts) }
        if let cost = outcome?.cost, cost > .zero, outcome?.duplicateOf == nil { writer.member("c", cost.json) }
        if item.state == .failed || item.state == .partial { writer.member("e", problem) }
        if let source = outcome?.duplicateOf { writer.member("u", ReportText.line(source.words)) }
        if let warnings = outcome?.warnings, !warnings.isEmpty {
            writer.member("w", .strings(warnings.prefix(Limits.reportWarnings).map(ReportText.line)))
        }
        if let tags = outcome?.tags, !tags.isEmpty { writer.member("g", .strings(tags.map(ReportText.line))) }
        let outputs = self.outputs
        if !outputs.isEmpty {
            writer.member("h", PageLink.of(directory) + "/")
            writer.member("o", .strings(outputs.map { PageLink.of(BytePath($0)) }))
        }
        details?.write(to: &writer)
        writer.endObject()
    }

    /// Where the outputs of the file lie, below the outbox directory of the batch.
    var directory: BytePath { BytePath("files").appending(item.sealed.path) }

    /// Names of the outputs below that directory.
    var outputs: [String] {
        let start = Self.filesName + item.sealed.path.display + "/"
        let names = (item.outcome?.outputs ?? []).prefix(Limits.reportOutputs).map(\.path)
        return names.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
    }

    private var problem: JSONValue {
        ["m": .string(ReportText.reason(of: item)), "r": .string(ReportText.advice(for: item))]
    }

    /// What a person calls the file.
    private var kind: String? {
        guard let outcome = item.outcome, let media = outcome.mediaType else { return nil }
        let ending = item.sealed.path.fileExtension
        let isPlain = !ending.isEmpty && ending.utf8.count <= 5 && ending.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return media == .other ? (isPlain ? ending.uppercased() : nil) : isPlain ? ending.uppercased() : media.rawValue
    }
}

/// Texts of report.html: safe to read, and no longer than there is room for.
enum ReportText {
    /// A name or sentence on one line.
    static func line(_ text: String) -> String {
        let text = printable(text)
        guard text.utf8.count > Limits.reportTextCharacters, text.count > Limits.reportTextCharacters else {
            return text
        }
        return text.prefix(Limits.reportTextCharacters) + "\u{2026}"
    }

    /// Why an item is not whole.
    static func reason(of item: Item) -> String {
        if let failure = item.shownFailure { return line(failure.message) }
        let pages = item.outcome?.failedPages ?? []
        return "\(pages.count) of \(item.outcome?.pageCount ?? pages.count) pages could not be read."
    }

    /// What a person can do about it.
    static func advice(for item: Item) -> String {
        line(item.shownFailure?.resolution ?? "Look at the pages that are named, then retry.")
    }

    /// The beginning of a text, up to the last whole line in so many bytes.
    ///
    /// Control characters and marks that turn the direction of everything after them are left out.
    static func beginning(_ bytes: [UInt8], isWhole: Bool) -> String {
        var end = bytes.count
        if !isWhole, let line = bytes.lastIndex(of: UInt8(ascii: "\n")), line > bytes.count / 2 { end = line }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isHidden(scalar) { shown.append(scalar) }
        return String(shown)
    }

    private static func isHidden(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFD: true
        default: false
        }
    }
}

import Model

/// An export as plain text (UTF-8): a heading per item, facts, fields and the text of its pages.
final class TextExport: ExportWriter {
    let buffer = ExportBuffer()
    private var hasMissing = false

    func begin(_ batch: ExportedBatch) {
        title(batch.name, "=")
        facts(batch.facts)
    }

    func missing(_ item: ExportedItem) {
        if !hasMissing { buffer.write("\nMissing:\n") }
        hasMissing = true
        buffer.write("- \(printable(item.path)): \(printable(item.reason))\n")
    }

    func begin(_ item: ExportedItem) {
        buffer.write("\n\n")
        title(item.title, "=")
        facts(item.facts)
        let fields = FieldPaths.rows(of: item.fields)
        guard !fields.rows.isEmpty else { return }
        buffer.write("\nFields:\n")
        for (path, value) in fields.rows { buffer.write("\(printable(path)): \(Self.visible(value))\n") }
        if !fields.isWhole { buffer.write("(Only the first fields are listed.)\n") }
    }

    func page(_ page: ExportedPage) {
        buffer.write("\n")
        if let number = page.number { buffer.write("--- Page \(number) ---\n\n") }
        if let failure = page.failure { return buffer.write("[\(printable(failure))]\n") }
        let text = page.text.isEmpty ? page.markdown : page.text
        buffer.write(Self.visible(text))
        if text.utf8.last != 0x0A { buffer.write("\n") }
        if let notes = page.speakerNotes { buffer.write("\nNotes: \(Self.visible(notes))\n") }
    }

    func endItem() {}
    func end() {}

    private func title(_ text: String, _ line: Character) {
        let shown = printable(text)
        buffer.write(shown + "\n" + String(repeating: line, count: min(72, max(3, shown.count))) + "\n")
    }

    private func facts(_ facts: [(label: String, value: String)]) {
        for (label, value) in facts { buffer.write("\(label): \(printable(value))\n") }
    }

    /// Text of a document without what would steer a terminal.
    private static func visible(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 || $0 == 0x7F }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { isVisible($0.value) }))
    }

    private static func isVisible(_ value: UInt32) -> Bool {
        value == 0x0A || value == 0x09 || !(value < 0x20 || (0x7F..<0xA0).contains(value))
    }
}

import Model

/// The lines that show batches; no clock, no terminal.
struct LiveView {
    let palette: Palette
    let columns: Int
    let rows: Int

    static let usualColumns = 80
    static let usualRows = 24
    private static let statusColumns = 16
    private static let barColumns = 16
    private static let narrow = 60

    /// One screen of live batches, the ones that ended last.
    func lines(_ batches: [(batch: LiveBatch, rate: Double?)]) -> [String] {
        let live = batches.filter { !$0.batch.status.isFinal }.count
        let ended = batches.count - live
        let head = "\(live) live" + (ended > 0 ? ", \(ended) finished" : "") + "   Ctrl-C ends"
        let room = max(1, rows - 3)
        var lines = [palette.paint(DisplayWidth.clip(head, to: columns - 1), .quiet)]
        lines += batches.prefix(room).map { line($0.batch, rate: $0.rate) }
        if batches.count > room { lines.append("and \(batches.count - room) more") }
        return lines
    }

    /// The line of one batch, no wider than the terminal.
    func line(_ batch: LiveBatch, rate: Double?) -> String {
        let nameColumns = min(40, max(12, columns / 4))
        let name = DisplayWidth.fit(printable(batch.name), to: nameColumns)
        let word = DisplayWidth.fit(batch.status.rawValue, to: Self.statusColumns)
        let share = batch.total == 0 ? 0 : Double(batch.done) / Double(batch.total)
        let bar = columns < Self.narrow ? "" : Terminal.bar(share, width: Self.barColumns) + "  "
        let used = nameColumns + 2 + Self.statusColumns + 1 + bar.count
        let rest = DisplayWidth.clip(Self.figures(batch, rate: rate), to: max(0, columns - 1 - used))
        let failures = batch.failed > 0 ? "\(batch.failed) failed" : ""
        let shown = failures.isEmpty ? rest : Self.replace(failures, in: rest, by: palette.paint(failures, .bad))
        return name + "  " + palette.paint(word, Palette.meaning(of: batch.status)) + " " + bar + shown
    }

    /// How far a batch is, in words.
    static func figures(_ batch: LiveBatch, rate: Double?) -> String {
        var parts = ["\(batch.done)/\(batch.total) files"]
        if batch.failed > 0 { parts.append("\(batch.failed) failed") }
        // What is cut on a narrow terminal stands last.
        if let left = batch.secondsLeft, left > 0 { parts.append("\(Terminal.duration(seconds: Int64(left))) left") }
        if let rate, !batch.status.isFinal {
            parts.append((rate < 10 ? "\((rate * 10).rounded() / 10)" : "\(Int(rate))") + " pages/s")
        }
        return parts.joined(separator: "  ")
    }

    private static func replace(_ words: String, in text: String, by other: String) -> String {
        guard let range = text.firstRange(of: words) else { return text }
        return text.replacingCharacters(in: range, with: other)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}

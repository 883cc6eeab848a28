import Model

/// STATUS.txt of an outbox: all live batches, then the newest finished ones, one line each.
struct FolderStatusText {
    /// Name of the watch folder.
    let folder: String
    /// Batches that are not finished, newest first.
    let live: [Batch]
    /// Finished batches, newest first.
    let finished: [Batch]
    /// Turns a moment into local time.
    let local: @Sendable (Timestamp) -> Timestamp

    /// Lines that are not batches: the head, the titles of both lists and the note on what is left out.
    private static let frameLines = 10
    private static let nameCharacters = 100

    /// The text of the file; it holds no moment of its own, so that it changes only when a batch does.
    var bytes: [UInt8] {
        let recent = finished.prefix(Limits.statusFinishedBatches)
        let shownLive = live.prefix(Limits.statusLines - Self.frameLines - recent.count)
        var lines = [
            "Folder \(shown(folder))", "",
            "Drop a directory or a file into inbox. Each batch has a directory of its own here, with a STATUS.txt.", "",
        ]
        lines.append(live.isEmpty ? "Nothing is being worked on." : "At work:")
        lines += shownLive.map(line)
        if live.count > shownLive.count { lines.append("  ... and more") }
        if !recent.isEmpty {
            lines += ["", "Finished, newest first:"] + recent.map(line)
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func line(_ batch: Batch) -> String {
        let counts = batch.counts
        let share = batch.isArriving ? "" : "\(Int(counts.progress)) %"
        let files =
            batch.isArriving
            ? "\(counts.total) files"
            : "\(counts.completed + counts.failed) of \(counts.total)"
                + (counts.failed > 0 ? ", \(counts.failed) failed" : "")
        let time = local(batch.finishedAt ?? batch.createdAt).toMinute()
        let place =
            batch.outboxName.display == batch.name ? "" : " (in \(shown(batch.outboxName.display)))"
        return
            "  \(time)  \(pad(batch.status.rawValue, 16)) \(pad(share, 5)) \(pad(files, 22)) \(shown(batch.name))\(place)"
    }

    private func shown(_ text: String) -> String {
        let text = printable(text)
        return text.count > Self.nameCharacters ? text.prefix(Self.nameCharacters) + "..." : text
    }
}

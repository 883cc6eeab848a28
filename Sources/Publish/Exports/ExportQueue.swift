import Model
import Store

/// Which export is made next, and which wait because a disk is full: no clock, no disk.
struct ExportQueue {
    private struct Entry {
        let wanted: WantedExport
        var due: Duration
        /// Nil before the first failure.
        var wait: Duration?
    }

    private var entries: [Entry] = []

    /// The moment at which something is to be tried again; nil when nothing waits.
    var due: Duration? { entries.map(\.due).min() }

    /// Adds what is wanted; what waits is tried at once, because somebody asked again.
    mutating func add(_ wanted: [WantedExport], at now: Duration) {
        for export in wanted {
            if let place = entries.firstIndex(where: { $0.wanted == export }) {
                entries[place].due = min(entries[place].due, now)
            } else {
                entries.append(Entry(wanted: export, due: now))
            }
        }
    }

    /// The first that is due by now.
    func next(at now: Duration) -> WantedExport? { entries.first { $0.due <= now }?.wanted }

    /// True for one that failed before.
    func isStuck(_ wanted: WantedExport) -> Bool { entries.first { $0.wanted == wanted }?.wait != nil }

    /// Forgets one that is settled.
    mutating func remove(_ wanted: WantedExport) { entries.removeAll { $0.wanted == wanted } }

    /// Puts one off, each time for twice as long.
    mutating func postpone(_ wanted: WantedExport, at now: Duration) {
        guard let place = entries.firstIndex(where: { $0.wanted == wanted }) else { return }
        var entry = entries.remove(at: place)
        let wait = entry.wait.map { min($0 * 2, Limits.publishRetryLongest) } ?? Limits.publishRetryFirst
        entry.wait = wait
        entry.due = now + wait
        entries.append(entry)
    }
}

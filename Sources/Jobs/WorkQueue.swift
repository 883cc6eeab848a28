import Model
import Store

/// The items leased to this agent that wait for a lane, and the bounds they wait for; no clock, no disk.
struct WorkQueue {
    /// What a lane that asks gets.
    enum Step {
        case take(Assignment)
        case warmUp
        /// The wait of a batch is over; the store must be told before its items go on.
        case freed(String)
        /// Nothing now; ask again at this time, or when something changed.
        case wait(until: Duration?)
        case closed
    }

    private struct Line {
        let context: BatchContext
        var items: [ClaimedItem]
        var next = 0
        /// Number of the hand-out that served this batch last.
        var lastServed = 0
        /// False once the store had no more items to lease.
        var mayHaveMore = true

        var hasItems: Bool { next < items.count }

        mutating func putFirst(_ claimed: [ClaimedItem]) {
            items.replaceSubrange(..<next, with: claimed)
            next = 0
        }
    }

    /// True when the store may have batches that are not here.
    var isStale = true
    var isClosed = false
    var lanesToWarm = 0
    /// Lanes that wait for a change.
    var waiters = 0
    /// Items to run with nothing beside them.
    var alone: [Assignment] = []
    /// Items of equal content within one batch.
    var contents = ContentLedger()
    /// Items with a lane, by batch.
    private(set) var running: [String: Int] = [:]
    private var lines: [String: Line] = [:]
    /// Batches that wait for a cause outside of them, and until when.
    private var held: [String: Duration] = [:]
    /// Failures in a row to work on a batch at all.
    private var failures: [String: Int] = [:]
    private var handOuts = 0
    private var isAlone = false

    private var runningCount: Int { running.values.reduce(0, +) }

    /// True when a batch ran out of leased items and the store may have more.
    var needsRefill: Bool {
        lines.values.contains { !$0.hasItems && $0.mayHaveMore && held[$0.context.id] == nil }
    }

    /// True when items of this batch should be leased.
    func wants(_ batchID: String) -> Bool {
        guard held[batchID] == nil, !contents.isWithdrawn(batchID) else { return false }
        return lines[batchID].map { !$0.hasItems } ?? true
    }

    /// The context that items at work share; none when nothing of the batch is, for its directories may be others now.
    func context(of batchID: String) -> BatchContext? {
        running[batchID, default: 0] > 0 ? lines[batchID]?.context : nil
    }

    /// Lets go of batches that ended, and with them of their directories.
    mutating func keep(only workable: Set<String>) {
        lines = lines.filter { workable.contains($0.key) || $0.value.hasItems || running[$0.key] != nil }
    }

    /// Adds leased items; none means that the batch has no more to lease.
    mutating func add(_ items: [ClaimedItem], of context: BatchContext) {
        failures[context.id] = nil
        if items.isEmpty {
            lines[context.id]?.mayHaveMore = false
            if let line = lines[context.id], !line.hasItems { lines[context.id] = nil }
            return
        }
        let lastServed = lines[context.id]?.lastServed ?? 0
        lines[context.id] = Line(context: context, items: items, lastServed: lastServed)
    }

    /// Forgets a batch; returns the indexes of its items that no lane has.
    mutating func remove(_ batchID: String) -> [Int] {
        var indexes = alone.filter { $0.context.id == batchID }.map(\.item.sealed.index)
        alone.removeAll { $0.context.id == batchID }
        if let line = lines.removeValue(forKey: batchID) {
            indexes += line.items[line.next...].map(\.item.sealed.index)
        }
        indexes += contents.takeWaiting(of: batchID)
        contents.abandon(indexes, of: batchID)
        return indexes
    }

    /// What a lane should do now.
    mutating func step(now: Duration) -> Step {
        if isClosed { return .closed }
        if isAlone { return .wait(until: nil) }
        if let first = alone.first {
            guard runningCount == 0 else { return .wait(until: nil) }
            alone.removeFirst()
            isAlone = true
            return start(first)
        }
        if let (id, _) = held.first(where: { $0.value <= now }) {
            held[id] = nil
            return .freed(id)
        }
        if let assignment = takeFair() {
            guard assignment.runsAlone else { return start(assignment) }
            alone.append(assignment)
            return step(now: now)
        }
        if lanesToWarm > 0 {
            lanesToWarm -= 1
            return .warmUp
        }
        return .wait(until: held.values.min())
    }

    /// A lane is done with an item.
    mutating func finish(_ assignment: Assignment) {
        running[assignment.context.id, default: 1] -= 1
        if running[assignment.context.id] == 0 { running[assignment.context.id] = nil }
        if assignment.runsAlone { isAlone = false }
        contents.handedBack(assignment)
    }

    /// Puts an item that looked at its content in line until the item of equal content has its outcome; false when it
    /// has to go back to the store.
    mutating func wait(_ assignment: Assignment) -> Bool {
        finish(assignment)
        switch held[assignment.context.id] == nil ? contents.wait(assignment) : .goesBack {
        case .waits: return true
        case .goesOn:
            readmit([assignment])
            return true
        case .goesBack:
            contents.abandon([assignment.item.sealed.index], of: assignment.context.id)
            return false
        }
    }

    /// Hands out items that waited, before those that did not yet.
    mutating func readmit(_ assignments: [Assignment]) {
        for (id, group) in Dictionary(grouping: assignments, by: \.context.id) {
            let claimed = group.map { ClaimedItem(item: $0.item, deaths: $0.deaths) }
            guard let context = group.first?.context else { continue }
            contents.remember(group)
            lines[id, default: Line(context: context, items: [])].putFirst(claimed)
        }
    }

    /// Hands out nothing of a batch until a time; false when it was held already.
    mutating func hold(_ batchID: String, until time: Duration) -> Bool {
        if held[batchID] != nil { return false }
        held[batchID] = time
        return true
    }

    /// Lets a held batch go; true when it was held.
    mutating func letGo(_ batchID: String) -> Bool {
        failures[batchID] = nil
        return held.removeValue(forKey: batchID) != nil
    }

    /// Counts one more failure to get at a batch.
    mutating func countFailure(of batchID: String) -> Int {
        failures[batchID, default: 0] += 1
        return failures[batchID, default: 1]
    }

    private mutating func start(_ assignment: Assignment) -> Step {
        running[assignment.context.id, default: 0] += 1
        return .take(contents.handOut(assignment))
    }

    // The batch of the highest priority that was served longest ago, so that a small batch never waits for a large one.
    private mutating func takeFair() -> Assignment? {
        let ready = lines.values.filter { line in
            line.hasItems && held[line.context.id] == nil
                && running[line.context.id, default: 0] < line.context.places.maxConcurrency
        }
        let chosen = ready.max { left, right in
            (left.context.priority, -left.lastServed) < (right.context.priority, -right.lastServed)
        }
        guard let id = chosen?.context.id, var line = lines[id] else { return nil }
        handOuts += 1
        line.lastServed = handOuts
        defer { lines[id] = line }
        let claimed = line.items[line.next]
        line.next += 1
        return Assignment(
            context: line.context, item: claimed.item, attempt: 1, deaths: claimed.deaths,
            runsAlone: claimed.deaths >= Limits.aloneAfterDeaths)
    }
}

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
        /// The folder of a batch allows no work now; the store must be told.
        case shut(String, folder: String)
        /// Nothing now; ask again at this time, or when something changed.
        case wait(until: Duration?)
        case closed
    }

    /// True when the store may have batches that are not here.
    var isStale = true
    var isClosed = false
    var lanesToWarm = 0
    /// Lanes that wait for a change.
    var waiters = 0
    /// Items to run with nothing beside them.
    var alone: [Assignment] = []
    /// Items that were away and are to go on.
    private var returned = ReturnedItems()
    /// Folders whose schedule allows no work now.
    var shut: Set<String> = []
    /// Items of equal content within one batch.
    var contents = ContentLedger()
    /// Items with a lane, by batch.
    private(set) var running: [String: Int] = [:]
    private var lines: [String: WorkLine] = [:]
    private var held: [String: WorkHold] = [:]
    var storeTerms = StoreTerms()
    /// Failures in a row to work on a batch at all.
    private var failures: [String: Int] = [:]
    private var handOuts = 0
    private var places = 0
    private var isAlone = false
    /// Items with a lane, by folder.
    private var runningInFolder: [String: Int] = [:]
    private var memory: MemorySlots
    /// Most items at once of all batches of a folder, by its name.
    private let folderConcurrency: [String: Int]

    /// - Parameters:
    ///   - lanes: items that can be at work at once.
    ///   - memory: bytes they may be expected to need together, at most.
    init(lanes: Int = Int(Int32.max), memory: Int64 = .max, folderConcurrency: [String: Int] = [:]) {
        self.memory = MemorySlots(lanes: lanes, memory: memory)
        self.folderConcurrency = folderConcurrency
    }

    private var runningCount: Int { running.values.reduce(0, +) }

    /// True when the store is to be asked for work: something changed, or a batch ran out of leased items.
    func needsRefill(now: Duration) -> Bool {
        if let resumeAt = storeTerms.resumeAt { return resumeAt <= now }
        return isStale || !storeTerms.unreleased.isEmpty || isShort
    }

    private var isShort: Bool {
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
        let known = lines[context.id]
        places += 1
        lines[context.id] = WorkLine(
            context: context, items: items, lastServed: known?.lastServed ?? 0, arrived: known?.arrived ?? handOuts,
            place: known?.place ?? places)
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
        if let assignment = returned.takeFirst() {
            memory.take(assignment.bytes)
            return .take(assignment)
        }
        if let first = alone.first {
            guard runningCount == 0 else { return .wait(until: nil) }
            alone.removeFirst()
            isAlone = true
            return start(first)
        }
        if let (id, hold) = held.first(where: { $0.value.until <= now }) {
            held[id] = nil
            if let folder = hold.folder, shut.contains(folder) { return .shut(id, folder: folder) }
            return .freed(id)
        }
        if let line = lines.values.first(where: { $0.hasItems && shut.contains($0.context.folder) }) {
            return .shut(line.context.id, folder: line.context.folder)
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
        return .wait(until: (held.values.map(\.until) + [storeTerms.resumeAt]).compactMap { $0 }.min())
    }

    /// A lane is done with an item.
    mutating func finish(_ assignment: Assignment) {
        park(assignment)
        finishParked(assignment)
    }

    /// An item gives its lane and memory free while it waits for something outside; it still counts for the bounds of
    /// its batch and folder.
    mutating func park(_ assignment: Assignment) {
        memory.giveBack(assignment.bytes)
        if assignment.runsAlone { isAlone = false }
        contents.handedBack(assignment)
    }

    /// An item that was away does not go on.
    mutating func finishParked(_ assignment: Assignment) {
        running[assignment.context.id, default: 1] -= 1
        if running[assignment.context.id] == 0 { running[assignment.context.id] = nil }
        runningInFolder[assignment.context.folder, default: 1] -= 1
    }

    /// An item that was away goes on with the next lane.
    mutating func comeBack(_ assignment: Assignment) { returned.append(assignment) }

    /// Items that came back and have no lane yet.
    mutating func takeAllReturned() -> [Assignment] { returned.takeAll() }

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
            lines[id, default: WorkLine(context: context, items: [])].putFirst(claimed)
        }
    }

    /// Hands out nothing of a batch until a time, for the schedule of `folder` if it is named; false when it was held
    /// already.
    mutating func hold(_ batchID: String, until time: Duration, for folder: String? = nil) -> Bool {
        if held[batchID] != nil { return false }
        held[batchID] = WorkHold(until: time, folder: folder)
        return true
    }

    /// Lets a held batch go; true when it was held.
    mutating func letGo(_ batchID: String) -> Bool {
        failures[batchID] = nil
        return held.removeValue(forKey: batchID) != nil
    }

    /// The store failed: nothing is asked of it until its wait is over.
    mutating func restStore(now: Duration, jitter: Double) {
        isStale = true
        storeTerms.failed(now: now, jitter: jitter)
    }

    /// The store answered; true when it had failed before.
    mutating func storeAnswered() -> Bool {
        isStale = false
        return storeTerms.answered()
    }

    /// Counts one more failure to get at a batch.
    mutating func countFailure(of batchID: String) -> Int {
        failures[batchID, default: 0] += 1
        return failures[batchID, default: 1]
    }

    private mutating func start(_ assignment: Assignment) -> Step {
        running[assignment.context.id, default: 0] += 1
        runningInFolder[assignment.context.folder, default: 0] += 1
        memory.take(assignment.bytes)
        return .take(contents.handOut(assignment))
    }

    private mutating func takeFair() -> Assignment? {
        guard let id = chosen()?.context.id, var line = lines[id] else { return nil }
        let bytes = line.nextBytes
        handOuts += 1
        line.lastServed = handOuts
        defer { lines[id] = line }
        let claimed = line.items[line.next]
        line.next += 1
        return Assignment(
            context: line.context, item: claimed.item, attempt: 1, deaths: claimed.deaths,
            runsAlone: claimed.deaths >= Limits.aloneAfterDeaths, bytes: bytes)
    }

    private func chosen() -> WorkLine? {
        var ready = lines.values.filter(mayStart)
        while let place = ready.indices.max(by: { precedes(ready[$1], ready[$0]) }) {
            let line = ready.remove(at: place)
            if memory.fits(line.nextBytes) { return line }
            // Only small ones are at work: nobody passes, so that the large one has its turn when they are done. Behind
            // another large one it has to wait long, and what is small need not wait with it.
            guard memory.hasLarge else { return nil }
        }
        return nil
    }

    private func mayStart(_ line: WorkLine) -> Bool {
        let (id, folder) = (line.context.id, line.context.folder)
        return line.hasItems && held[id] == nil
            && running[id, default: 0] < line.context.places.maxConcurrency
            && runningInFolder[folder, default: 0] < folderConcurrency[folder, default: .max]
    }

    // The batch of the highest priority that was served longest ago, so that a small batch never waits for a large
    // one; before it one that was passed by so many that a stream of small batches would keep it waiting for ever.
    private func precedes(_ left: WorkLine, _ right: WorkLine) -> Bool {
        if left.context.priority != right.context.priority { return left.context.priority > right.context.priority }
        let (isLeftOverdue, isRightOverdue) = (isOverdue(left), isOverdue(right))
        if isLeftOverdue != isRightOverdue { return isLeftOverdue }
        return (left.lastServed, left.place) < (right.lastServed, right.place)
    }

    private func isOverdue(_ line: WorkLine) -> Bool {
        handOuts - max(line.lastServed, line.arrived) >= max(Limits.passesBeforeTurn, lines.count * 2)
    }
}

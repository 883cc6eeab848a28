import Dispatch
import Model

/// Which items of a batch have equal content, so that only one of them is worked at a time; no clock, no disk.
///
/// The lowest index is worked; the others wait without a lane. When it succeeds they all go on and find its result, when
/// it fails the next one is worked. Batches that do not share results are never in here.
struct ContentLedger {
    /// What an item whose content is known may do.
    enum Answer {
        case work
        /// Another item of equal content is worked.
        case wait
        /// An earlier item of the same size is being read: its content has to be known first.
        case earlierIsRead
        /// The batch is withdrawn: the item goes back to the store.
        case goBack
    }

    /// What becomes of an item that was told to wait.
    enum Waiting {
        case waits
        /// The other item has its outcome by now.
        case goesOn
        case goesBack
    }

    private struct Choice {
        let index: Int
        var waiting = WaitingItems()
    }

    private struct Contents {
        /// Sizes of the items whose content is being read, by index.
        var read: [Int: Int64] = [:]
        /// The item of each content that is worked or settled now.
        var chosen: [String: Choice] = [:]
        /// Content of the chosen items and of those that waited, by index.
        var known: [Int: String] = [:]
        /// Contents with a result that items waited for: nobody has to wait again while it is passed on.
        var ready: Set<String> = []
        /// Lanes that wait until something was read.
        var impatient: [DispatchSemaphore] = []

        var isEmpty: Bool { read.isEmpty && chosen.isEmpty && known.isEmpty && impatient.isEmpty }

        /// The content of an item is known, or nobody will know it.
        mutating func wasRead(_ index: Int) {
            guard read.removeValue(forKey: index) != nil else { return }
            for lane in impatient { lane.signal() }
            impatient = []
        }
    }

    private var batches: [String: Contents] = [:]
    private var withdrawn: Set<String> = []

    /// An item gets a lane; returns it with what is known of its content.
    mutating func handOut(_ assignment: Assignment) -> Assignment {
        guard assignment.context.sharesResults else { return assignment }
        var assignment = assignment
        let sealed = assignment.item.sealed
        change(assignment.context.id) { contents in
            assignment.sha256 = assignment.sha256 ?? contents.known[sealed.index]
            if assignment.sha256 == nil { contents.read[sealed.index] = sealed.signature.size }
        }
        return assignment
    }

    /// A lane lets go of an item; the choice stands until the item is settled.
    mutating func handedBack(_ assignment: Assignment) {
        guard batches[assignment.context.id] != nil else { return }
        change(assignment.context.id) { $0.wasRead(assignment.item.sealed.index) }
    }

    /// Asks for an item whose content is known. With `earlierIsRead`, `changed` is signalled when to ask again.
    mutating func ask(_ assignment: Assignment, _ sha256: String, changed: DispatchSemaphore) -> Answer {
        let sealed = assignment.item.sealed
        if withdrawn.contains(assignment.context.id) {
            abandon([sealed.index], of: assignment.context.id)
            return .goBack
        }
        return change(assignment.context.id) { contents in
            let isPreceded = contents.read.contains { $0.key < sealed.index && $0.value == sealed.signature.size }
            if isPreceded, assignment.sha256 == nil {
                contents.impatient.append(changed)
                return .earlierIsRead
            }
            contents.wasRead(sealed.index)
            if contents.ready.contains(sha256) { return .work }
            if let choice = contents.chosen[sha256], choice.index != sealed.index { return .wait }
            if contents.chosen[sha256] == nil { contents.chosen[sha256] = Choice(index: sealed.index) }
            contents.known[sealed.index] = sha256
            return .work
        }
    }

    /// Keeps an item, whose `sha256` is set, until the chosen one of its content is settled.
    mutating func wait(_ assignment: Assignment) -> Waiting {
        guard !withdrawn.contains(assignment.context.id), let sha256 = assignment.sha256 else { return .goesBack }
        return change(assignment.context.id) { contents in
            guard contents.chosen[sha256] != nil else { return .goesOn }
            contents.chosen[sha256]?.waiting.insert(assignment)
            return .waits
        }
    }

    /// An item has its outcome in the store; returns the items that go on.
    mutating func settled(_ index: Int, of batchID: String, _ state: ItemState) -> [Assignment] {
        guard batches[batchID] != nil else { return [] }
        return change(batchID) { contents in
            guard let sha256 = contents.known.removeValue(forKey: index), let choice = contents.chosen[sha256],
                choice.index == index
            else { return [] }
            contents.chosen[sha256] = nil
            var waiting = choice.waiting
            if state == .succeeded || state == .skipped {
                for item in waiting.all { contents.known[item.item.sealed.index] = sha256 }
                if !waiting.all.isEmpty { contents.ready.insert(sha256) }
                return waiting.all
            }
            // One after the other: to wake all of them each time would cost the square of their number.
            guard let next = waiting.takeFirst() else { return [] }
            contents.chosen[sha256] = Choice(index: next.item.sealed.index, waiting: waiting)
            contents.known[next.item.sealed.index] = sha256
            return [next]
        }
    }

    /// Keeps the content of items that get a lane again.
    mutating func remember(_ assignments: [Assignment]) {
        for assignment in assignments {
            change(assignment.context.id) { $0.known[assignment.item.sealed.index] = assignment.sha256 }
        }
    }

    /// Items that go back to the store are not chosen any more.
    mutating func abandon(_ indexes: [Int], of batchID: String) {
        guard batches[batchID] != nil else { return }
        change(batchID) { contents in
            for index in indexes {
                guard let sha256 = contents.known.removeValue(forKey: index) else { continue }
                if contents.chosen[sha256]?.index == index { contents.chosen[sha256] = nil }
            }
        }
    }

    /// Lets go of every waiting item of a batch; returns their indexes.
    mutating func takeWaiting(of batchID: String) -> [Int] {
        guard batches[batchID] != nil else { return [] }
        return change(batchID) { contents in
            let indexes = contents.chosen.values.flatMap { $0.waiting.all.map(\.item.sealed.index) }
            contents.chosen = contents.chosen.mapValues { Choice(index: $0.index) }
            return indexes
        }
    }

    /// A person holds or ends the batch: until the store says so, what asks goes back there and nothing is leased anew.
    mutating func withdraw(_ batchID: String) { withdrawn.insert(batchID) }

    /// True between a withdrawal and the word that the store has it.
    func isWithdrawn(_ batchID: String) -> Bool { withdrawn.contains(batchID) }

    /// The store has what was withdrawn, and offers what may be worked.
    mutating func offerAll() { withdrawn.removeAll() }

    @discardableResult
    private mutating func change<Result>(_ batchID: String, _ body: (inout Contents) -> Result) -> Result {
        let result = body(&batches[batchID, default: Contents()])
        if batches[batchID]?.isEmpty == true { batches[batchID] = nil }
        return result
    }
}

/// Items in the order of their indexes; what arrives nearly in order is inserted at the end.
private struct WaitingItems {
    private var items: [Assignment] = []
    private var next = 0

    var all: [Assignment] { Array(items[next...]) }

    mutating func insert(_ assignment: Assignment) {
        var place = items.count
        while place > next, items[place - 1].item.sealed.index > assignment.item.sealed.index { place -= 1 }
        items.insert(assignment, at: place)
    }

    mutating func takeFirst() -> Assignment? {
        guard next < items.count else { return nil }
        defer { next += 1 }
        return items[next]
    }
}

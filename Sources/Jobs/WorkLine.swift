import Linux
import Model
import Store

/// The items of one batch that wait for a lane.
struct WorkLine {
    let context: BatchContext
    var items: [ClaimedItem]
    var next = 0
    /// Number of the hand-out that served this batch last.
    var lastServed = 0
    /// Number of the last hand-out when it came.
    var arrived = 0
    /// Its place in the order of arrival.
    var place = 0
    /// False once the store had no more items to lease.
    var mayHaveMore = true

    var hasItems: Bool { next < items.count }
    /// Memory the next item is expected to need.
    var nextBytes: Int64 { MemorySlots.expectedBytes(of: items[next].item.sealed) }

    mutating func putFirst(_ claimed: [ClaimedItem]) {
        items.replaceSubrange(..<next, with: claimed)
        next = 0
    }
}

/// A batch that waits for a cause outside of it.
struct WorkHold {
    let until: Duration
    /// Set when it waits for the schedule of this folder.
    let folder: String?
}

/// Items that were away and are to go on, in the order in which they came back.
struct ReturnedItems {
    private var items: [Assignment] = []
    private var next = 0

    mutating func append(_ assignment: Assignment) { items.append(assignment) }

    /// The one that came back first.
    mutating func takeFirst() -> Assignment? {
        guard next < items.count else { return nil }
        defer {
            next += 1
            if next == items.count { removeAll() }
        }
        return items[next]
    }

    /// All of them.
    mutating func takeAll() -> [Assignment] {
        defer { removeAll() }
        return Array(items[next...])
    }

    private mutating func removeAll() {
        items.removeAll(keepingCapacity: true)
        next = 0
    }
}

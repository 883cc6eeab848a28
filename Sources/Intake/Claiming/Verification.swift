import Folders
import Linux
import Model

/// Compares a claimed tree with what was sealed: nobody may have changed a file between the last look and the rename.
struct Verification {
    /// Sealed entries that are no longer as they were, with the reason; the first is enough.
    private(set) var difference: String?
    /// Entries that are not in the sealed list and would be archived unread.
    private(set) var extras: [BytePath] = []
    /// The sealed entries with their state after the claim.
    private(set) var items: [WalkEntry]

    /// Walks the tree; `items` is the sealed list, `known` other entries that were there at the seal, `tick` is called
    /// for every entry.
    init(
        of tree: Directory, items: [WalkEntry], known: Set<BytePath>, walk: Walk, tick: () -> Void = {}
    ) throws(Walk.Problem) {
        self.items = items
        var places: [BytePath: Int] = [:]
        places.reserveCapacity(items.count)
        for (index, item) in items.enumerated() { places[item.path] = index }
        var seen = 0
        var walk = walk
        try walk.run(tree) { entry in
            tick()
            if let place = places[entry.path] {
                seen += 1
                compare(entry, at: place)
            } else if Self.isDocument(entry.role), !known.contains(entry.path) {
                extras.append(entry.path)
            }
        }
        if difference == nil, seen < items.count { difference = "a file was removed" }
        if difference == nil { probe(tree, tick) }
    }

    /// True for what must not be archived without having been an item.
    static func isDocument(_ role: WalkEntry.Role) -> Bool {
        switch role {
        case .item, .partial: true
        case .litter, .steering, .marker: false
        }
    }

    private mutating func compare(_ entry: WalkEntry, at place: Int) {
        let (old, new) = (items[place].signature, entry.signature)
        items[place].signature = new
        // The rename itself changes ctime of a loose file.
        if old.inode != new.inode || old.size != new.size || old.modified != new.modified {
            difference = difference ?? "\(entry.path.display) was changed"
        }
    }

    private mutating func probe(_ tree: Directory, _ tick: () -> Void) {
        let busy = items.first { item in
            tick()
            return item.kind == .file && (try? tree.openForReading(item.path))?.probeLease() == .busy
        }
        if let busy { difference = "\(busy.path.display) was opened for writing" }
    }
}

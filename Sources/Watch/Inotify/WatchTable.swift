import Model

/// Which directory each watch number stands for, as a tree, so that a renamed directory takes its subtree along.
struct WatchTable {
    /// One watched directory.
    struct Node {
        let place: WatchedPlace
        /// Watch of the containing directory; nil for the root of the place.
        var parent: Int32?
        /// Name in the containing directory; empty for the root.
        var name: BytePath
        var children: [BytePath: Int32] = [:]
        /// Number of the walk that saw it last.
        var walk: Int
    }

    /// What entering a watch found.
    enum Entry {
        /// The directory was not watched.
        case new
        /// It was watched where it is.
        case known
        /// It was watched under another path, which was out of date.
        case moved
        /// It is watched for another place, which keeps it.
        case taken(by: WatchedPlace)
    }

    private var nodes: [Int32: Node] = [:]
    private var counts: [WatchedPlace: Int] = [:]

    subscript(watch: Int32) -> Node? { nodes[watch] }

    /// Number of watched directories of a place.
    func count(of place: WatchedPlace) -> Int { counts[place] ?? 0 }

    /// Records where the directory of a watch is.
    mutating func enter(
        _ watch: Int32, of place: WatchedPlace, parent: Int32?, name: BytePath, walk: Int
    ) -> Entry {
        let entry: Entry
        if let node = nodes[watch] {
            guard node.place == place else { return .taken(by: node.place) }
            nodes[watch]?.walk = walk
            if node.parent == parent, node.name == name, isAttached(watch) { return .known }
            detach(watch)
            entry = .moved
        } else {
            nodes[watch] = Node(place: place, parent: parent, name: name, walk: walk)
            counts[place, default: 0] += 1
            entry = .new
        }
        move(watch, to: parent, name)
        return entry
    }

    /// Path of a watched directory, relative to its place; nil when the watch or a parent is unknown.
    func path(of watch: Int32) -> BytePath? {
        var names: [BytePath] = []
        var current = watch
        while let node = nodes[current] {
            guard let parent = node.parent else {
                return names.reversed().reduce(.here) { $0.appending($1) }
            }
            guard names.count < Limits.watchParents else { return nil }
            names.append(node.name)
            current = parent
        }
        return nil
    }

    /// Watch of an entry of a watched directory.
    func child(_ name: BytePath, of watch: Int32) -> Int32? { nodes[watch]?.children[name] }

    /// True when the containing directory still has this directory under its name.
    func isAttached(_ watch: Int32) -> Bool {
        guard let node = nodes[watch] else { return false }
        guard let parent = node.parent else { return true }
        return nodes[parent]?.children[node.name] == watch
    }

    /// Takes a directory out of its parent; it keeps its former path until it is moved or removed.
    mutating func detach(_ watch: Int32) {
        guard let node = nodes[watch], let parent = node.parent, nodes[parent]?.children[node.name] == watch else {
            return
        }
        nodes[parent]?.children[node.name] = nil
    }

    /// Puts a directory, with all below it, under another parent and name.
    mutating func move(_ watch: Int32, to parent: Int32?, _ name: BytePath) {
        detach(watch)
        nodes[watch]?.parent = parent
        nodes[watch]?.name = name
        if let parent { nodes[parent]?.children[name] = watch }
    }

    /// Forgets a directory and all below it; returns their watches.
    mutating func removeTree(_ watch: Int32) -> [Int32] {
        detach(watch)
        var removed: [Int32] = []
        var left = [watch]
        while let next = left.popLast() {
            guard let node = nodes.removeValue(forKey: next) else { continue }
            counts[node.place, default: 1] -= 1
            removed.append(next)
            left.append(contentsOf: node.children.values)
        }
        return removed
    }

    /// Forgets every directory of a place that no walk since `walk` has seen; all of them when it is nil.
    mutating func removeAll(of place: WatchedPlace, unseenSince walk: Int? = nil) -> [Int32] {
        let stale = nodes.keys.filter { watch in
            guard let node = nodes[watch], node.place == place else { return false }
            return walk.map { node.walk < $0 } ?? true
        }
        for watch in stale {
            detach(watch)
            nodes[watch] = nil
        }
        counts[place, default: stale.count] -= stale.count
        if counts[place] == 0 { counts[place] = nil }
        return stale
    }
}

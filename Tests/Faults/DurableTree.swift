import Model

/// A file system as it is seen, and as it would be after a power cut.
///
/// The model is the least that ext4, XFS and btrfs promise: bytes of a file last once it is synced; a name that was
/// made, moved or removed lasts once the directory that holds it is synced; syncfs(2) makes everything last. What is
/// not synced may last or not, in any order. What was there before the first call lasts.
final class DurableTree {
    final class Node {
        var version = 0
        var durableVersion = 0
        var entries: [String: Node] = [:]
        var durableEntries: [String: Node] = [:]

        /// Everything below, as paths; those that are not durable come with what is missing.
        func missing(_ path: String, except: (String) -> Bool = { _ in false }) -> [String] {
            if except(path) { return [] }
            var problems = version == durableVersion ? [] : ["the content of \(path)"]
            for (name, node) in entries.sorted(by: { $0.key < $1.key }) where !except("\(path)/\(name)") {
                if durableEntries[name] !== node { problems.append("the name \(path)/\(name)") }
                problems += node.missing("\(path)/\(name)", except: except)
            }
            return problems
        }
    }

    private let root = Node()

    /// The node at a path; one that no call made was there before.
    func node(_ path: String) -> Node {
        var node = root
        for name in Self.names(path) { node = child(name, of: node) }
        return node
    }

    /// True when a call made something at the path or it was named before.
    func contains(_ path: String) -> Bool {
        var node = root
        for name in Self.names(path) {
            guard let next = node.entries[name] else { return false }
            node = next
        }
        return true
    }

    /// A file or directory is made, unless it is there.
    func make(_ path: String) {
        let parent = node(Self.parent(path))
        if parent.entries[Self.name(path)] == nil { parent.entries[Self.name(path)] = Node() }
    }

    func change(_ path: String) { node(path).version += 1 }

    func remove(_ path: String) {
        _ = node(path)
        node(Self.parent(path)).entries[Self.name(path)] = nil
    }

    func move(_ old: String, to new: String) {
        let moved = node(old)
        node(Self.parent(old)).entries[Self.name(old)] = nil
        node(Self.parent(new)).entries[Self.name(new)] = moved
    }

    func sync(_ path: String) { Self.sync(node(path)) }

    func syncAll() {
        var open = [root]
        while let next = open.popLast() {
            Self.sync(next)
            open += next.entries.values
        }
    }

    /// What a power cut could take of a path and everything below it: names and contents, as they are called now.
    func missing(_ path: String, except: (String) -> Bool = { _ in false }) -> [String] {
        var problems: [String] = []
        var node = root
        var walked = ""
        for name in Self.names(path) {
            let next = child(name, of: node)
            walked += "/" + name
            if node.durableEntries[name] !== next { problems.append("the name \(walked)") }
            node = next
        }
        return problems + node.missing(path, except: except)
    }

    /// True when a power cut could bring a removed or moved name back.
    func mayComeBack(_ path: String) -> Bool {
        let parent = node(Self.parent(path))
        return parent.entries[Self.name(path)] == nil && parent.durableEntries[Self.name(path)] != nil
    }

    private static func sync(_ node: Node) {
        node.durableVersion = node.version
        node.durableEntries = node.entries
    }

    private func child(_ name: String, of node: Node) -> Node {
        if let known = node.entries[name] { return known }
        let found = Node()
        node.entries[name] = found
        if node.durableEntries[name] == nil { node.durableEntries[name] = found }
        return found
    }

    private static func names(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }
    static func name(_ path: String) -> String { names(path).last ?? "" }
    static func parent(_ path: String) -> String { "/" + names(path).dropLast().joined(separator: "/") }
}

/// An area in which lines touch each other, with these lines.
struct RuledRegion {
    var area: Area
    var rules: Rules

    init(_ rules: Rules) {
        self.rules = rules
        var area = Area(
            left: .infinity, top: .infinity, right: -.infinity, bottom: -.infinity)
        for rule in rules.horizontal {
            area.formUnion(Area(left: rule.from, top: rule.position, right: rule.to, bottom: rule.position))
        }
        for rule in rules.vertical {
            area.formUnion(Area(left: rule.position, top: rule.from, right: rule.position, bottom: rule.to))
        }
        self.area = area
    }
}

extension RuledRegion {
    /// Ends that miss a line by this much still touch it.
    private static let reach: Float = 3

    /// The lines of a page by what touches what.
    static func regions(of rules: Rules) -> [RuledRegion] {
        let vertical = rules.vertical.sorted { $0.position < $1.position }
        let horizontal = rules.horizontal
        var sets = DisjointSets(count: horizontal.count + vertical.count)
        for (index, rule) in horizontal.enumerated() {
            var next = vertical.partition(from: rule.from - reach)
            while next < vertical.count, vertical[next].position <= rule.to + reach {
                let other = vertical[next]
                if other.from - reach <= rule.position, rule.position <= other.to + reach {
                    sets.join(index, horizontal.count + next)
                }
                next += 1
            }
        }
        var regions: [Int: Rules] = [:]
        var order: [Int] = []
        for index in 0..<horizontal.count + vertical.count {
            let root = sets.root(of: index)
            if regions[root] == nil { order.append(root) }
            if index < horizontal.count {
                regions[root, default: Rules()].horizontal.append(horizontal[index])
            } else {
                regions[root, default: Rules()].vertical.append(vertical[index - horizontal.count])
            }
        }
        return order.compactMap { regions[$0].map(RuledRegion.init) }
    }
}

/// Sets that become one when two of their members do.
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(of member: Int) -> Int {
        var root = member
        while parents[root] != root { root = parents[root] }
        var next = member
        while parents[next] != root { (next, parents[next]) = (parents[next], root) }
        return root
    }

    mutating func join(_ first: Int, _ second: Int) {
        let (first, second) = (root(of: first), root(of: second))
        parents[max(first, second)] = min(first, second)
    }
}

extension [Rule] {
    /// The first one of a sorted array that stands at or after the position.
    fileprivate func partition(from position: Float) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Horizontal lines of one length below each other, as above, in and below a table without vertical ones.
struct BarGroup {
    /// Those from side to side, from top to bottom.
    var bars: [Rule]
    /// Shorter ones between their sides.
    var parts: [Rule] = []
    var from: Float
    var to: Float

    /// Ends of lines from side to side differ by no more.
    private static let slack: Float = 6
    /// Shorter lines are underlines and fractions.
    private static let shortest: Float = 40
    /// How far above the first bar a head may have lines of its own.
    private static let headHeight: Float = 80
    /// Positions of borders in two lines that differ by no more are one.
    private static let jointSlack: Float = 2.5

    var area: Area {
        Area(
            left: from, top: min(bars.first?.position ?? 0, parts.first?.position ?? .infinity), right: to,
            bottom: bars.last?.position ?? 0)
    }

    /// Where the borders of cells meet on at least half of the bars.
    var joints: [Float] {
        var found: [(sum: Float, count: Int)] = []
        for joint in bars.flatMap(\.joints).sorted() {
            if let last = found.last, joint - last.sum / Float(last.count) <= Self.jointSlack {
                found[found.count - 1] = (last.sum + joint, last.count + 1)
            } else {
                found.append((joint, 1))
            }
        }
        return found.filter { 2 * $0.count >= bars.count }.map { $0.sum / Float($0.count) }
    }

    /// The groups of these lines.
    static func groups(of rules: [Rule]) -> [BarGroup] {
        let sorted = rules.sorted { $0.position < $1.position }
        var groups: [BarGroup] = []
        for rule in sorted where rule.length >= shortest {
            if let index = groups.lastIndex(where: {
                abs($0.from - rule.from) <= slack && abs($0.to - rule.to) <= slack
            }) {
                groups[index].bars.append(rule)
            } else {
                groups.append(BarGroup(bars: [rule], from: rule.from, to: rule.to))
            }
        }
        groups = groups.filter { $0.bars.count > 1 }
        for index in groups.indices {
            groups[index].parts = sorted.filter { groups[index].hasPart($0) }
        }
        return groups.sorted { ($0.bars.count, $1.from) > ($1.bars.count, $0.from) }
    }

    /// The group with some of its bars and the parts between them.
    func part(_ bars: [Rule]) -> BarGroup {
        var group = BarGroup(bars: bars, from: from, to: to)
        group.parts = parts.filter { group.hasPart($0) }
        return group
    }

    private func hasPart(_ rule: Rule) -> Bool {
        guard let first = bars.first, let last = bars.last, rule.length < (to - from) - Self.slack else { return false }
        return rule.from >= from - Self.slack && rule.to <= to + Self.slack
            && rule.position > first.position - Self.headHeight && rule.position < last.position
    }
}

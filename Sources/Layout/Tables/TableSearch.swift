import Model

/// The search for tables on one page: what was found, and which words are taken.
struct TableSearch {
    let words: [TableWord]
    let text: PageWords
    /// The commonest size of text.
    let bodySize: Float
    /// Points: smaller regions of lines hold no table.
    private static let leastArea: (width: Float, height: Float) = (20, 8)
    /// Parts of the width of aligned columns below which a line among them divides nothing, and points it may stand out.
    private static let shortBar: Float = 0.2
    private static let overhang: Float = 20
    /// Points between two bars without any text that end a table.
    private static let emptyBand: Float = 40
    /// Parts of the width, and words, of a line that is running text rather than a row.
    private static let wide: (share: Float, words: Int) = (0.6, 14)
    /// Parts of the size: a usual step from line to line, and the largest within a head.
    private static let leading: Float = 1.3
    private static let headStep: Float = 1.5
    /// Parts of the size above and below a table where its caption begins.
    private static let captionReach: (above: Float, below: Float) = (4.5, 3)

    private(set) var found: [FoundTable] = []
    private var isTaken: [Bool]
    /// Curves and slanting lines.
    private let drawings: [Area]
    /// Lines that were in no table yet.
    private var loose = Rules()

    init(words: [TableWord], text: PageWords, bodySize: Float, drawings: [Area]) {
        self.words = words
        self.drawings = drawings
        self.text = text
        self.bodySize = bodySize > 0 ? bodySize : Self.commonestSize(of: words)
        isTaken = [Bool](repeating: false, count: words.count)
    }

    /// Finds tables whose cells are divided by lines that touch each other.
    mutating func findRuled(_ rules: Rules) {
        var looked = 0
        for region in RuledRegion.regions(of: rules) {
            let area = region.area
            guard region.rules.vertical.count > 0, region.rules.horizontal.count > 0, area.width > Self.leastArea.width,
                area.height > Self.leastArea.height,
                looked < Limits.tableRegions
            else { continue }
            looked += 1
            let members = members(in: area)
            let builder = TableBuilder(words: words, text: text)
            guard let draft = builder.draft(of: area, kind: .ruled, rules: region.rules, members: members) else {
                continue
            }
            accept(draft)
        }
    }

    /// Finds tables that have lines from side to side only.
    mutating func findBarred(_ rules: Rules) {
        let loose = rules.horizontal.filter { rule in
            !found.contains {
                $0.area.holds(Area(left: rule.from, top: rule.position, right: rule.to, bottom: rule.position))
            }
        }
        for group in BarGroup.groups(of: loose).prefix(Limits.tableRegions) {
            for run in runs(of: group) {
                var area = run.area
                area.top = extended(upFrom: area, run) ?? area.top
                let members = members(in: area)
                let builder = TableBuilder(words: words, text: text)
                let rules = Rules(horizontal: run.bars + run.parts)
                guard
                    let draft = builder.draft(
                        of: area, kind: .barred, rules: rules, members: members, hints: run.joints)
                else { continue }
                accept(draft)
            }
        }
    }

    /// Finds tables whose columns are told by alignment alone.
    mutating func findAligned(_ rules: Rules) {
        let regions = AlignedRegions(words: words, bodySize: bodySize)
        let free = words.indices.filter { !isTaken[$0] }
        for members in regions.regions(of: free).prefix(Limits.tableRegions) {
            guard let first = members.first else { continue }
            let area = members.reduce(into: words[first].area) { $0.formUnion(words[$1].area) }
            let bars = rules.horizontal.filter { bar in
                bar.position > area.top && bar.position < area.bottom && bar.length >= Self.shortBar * area.width
                    && bar.from >= area.left - Self.overhang && bar.to <= area.right + Self.overhang
            }
            let builder = TableBuilder(words: words, text: text)
            guard
                let draft = builder.draft(
                    of: area, kind: .aligned, rules: Rules(horizontal: bars), members: members)
            else { continue }
            accept(draft)
        }
    }

    /// Divides a group of bars where there is plain text between two of them.
    private func runs(of group: BarGroup) -> [BarGroup] {
        var runs: [BarGroup] = []
        var bars: [Rule] = []
        for bar in group.bars {
            if let last = bars.last, isPlain(between: last, and: bar, group) {
                runs.append(group.part(bars))
                bars = []
            }
            bars.append(bar)
        }
        runs.append(group.part(bars))
        return runs.filter { $0.bars.count > 1 }
    }

    private func isPlain(between first: Rule, and second: Rule, _ group: BarGroup) -> Bool {
        let area = Area(left: group.from, top: first.position, right: group.to, bottom: second.position)
        let members = members(in: area)
        guard !members.isEmpty else { return area.height > Self.emptyBand }
        let lines = LineDivider().lines(of: words, among: members)
        let wide = lines.filter { line in
            line.segments.contains { $0.area.width >= Self.wide.share * area.width || $0.words.count > Self.wide.words }
        }
        let hasHeading = lines.contains { $0.segments.count == 1 && $0.size >= Self.headingSize * bodySize }
        return hasHeading || wide.count > 1 && 5 * wide.count >= 2 * lines.count
    }

    /// Times the commonest size of text that a heading has at least.
    private static let headingSize: Float = 1.2

    /// The top of the head above the first bar, where there is one.
    private func extended(upFrom area: Area, _ run: BarGroup) -> Float? {
        guard let first = run.bars.first else { return nil }
        let size = words.first { $0.middle > area.top && $0.middle < area.bottom }?.size ?? 10
        let above = Area(
            left: area.left, top: first.position - Self.headLines * Self.leading * size, right: area.right,
            bottom: first.position)
        let lines = LineDivider().lines(of: words, among: members(in: above))
        let below = LineDivider().lines(of: words, among: members(in: area))
        var gutters = GutterFinder().gutters(in: below, from: area.left, to: area.right)
        if gutters.isEmpty { return nil }
        let most = gutters.map(\.support).max() ?? 0
        gutters = gutters.filter { $0.support * 2 >= most }
        var top: Float?
        var columns: Set<Int> = []
        var bottom = first.position
        for line in lines.reversed() {
            guard bottom - line.baseline < Self.headStep * line.size else { break }
            let crossed = line.segments.map { segment in
                gutters.filter { segment.area.left < $0.left - 1 && segment.area.right > $0.right + 1 }.count
            }
            if line.segments.count == 1, crossed[0] > 0, crossed[0] >= gutters.count || line.left < area.left + size {
                break
            }
            for segment in line.segments {
                columns.insert(gutters.filter { $0.middle < (segment.area.left + segment.area.right) / 2 }.count)
            }
            bottom = line.baseline - 0.8 * line.size
            if columns.count > 1 { top = bottom - 0.3 * line.size }
        }
        return top
    }
    /// Lines of text that a head above the first bar has at most.
    private static let headLines: Float = 10

    private mutating func accept(_ draft: TableBuilder.Draft) {
        if isChart(draft) { return }
        let look = TableLook(draft, draft.cells.filter { !$0.words.isEmpty }, words, text)
        let check = TableCheck(bodySize: bodySize)
        let isTable = check.isTable(draft, look) { draft.kind != .ruled && hasCaption(draft.area) }
        guard isTable || draft.kind == .aligned && !found.isEmpty else { return }
        let table = draft.table(words, text, hasHead: look.hasHead)
        if draft.kind == .aligned, let before = found.firstIndex(where: { goesOn($0, table) }) {
            let joined = TableContinuation(found[before], table).joined(pages: (0, 0))
            found[before].table = joined.table
            found[before].words = (found[before].words + table.words).sorted()
        } else if isTable {
            found.append(table)
        } else {
            return
        }
        for index in draft.members { isTaken[index] = true }
    }

    /// True where curves and slanting lines are drawn into the cells.
    private func isChart(_ draft: TableBuilder.Draft) -> Bool {
        let near = drawings.filter { $0.width > 2 * bodySize && $0.touches(draft.area) }
        if draft.kind == .aligned {
            return near.count { $0.width < 2 * draft.area.width && $0.height < 3 * draft.area.height } > 2
        }
        let inside = near.count(where: draft.area.holds)
        return inside > 2 && 4 * inside >= draft.cells.count { !$0.words.isEmpty }
    }

    /// True when the second table is the rest of the first in the next column of the page.
    private func goesOn(_ first: FoundTable, _ next: FoundTable) -> Bool {
        guard !first.isRuled, next.area.left > first.area.right, next.area.top < first.area.bottom,
            TableContinuation(first, next).goesOn
        else { return false }
        let own = Set(first.words + next.words)
        return !words.contains { word in
            guard !own.contains(word.index) else { return false }
            let isBelow =
                word.center > first.area.left && word.center < first.area.right
                && word.middle > first.area.bottom && word.middle < next.area.bottom
            let isAbove =
                word.center > next.area.left && word.center < next.area.right
                && word.middle < next.area.top && word.middle > next.area.top - Self.headroom * word.size
            return isBelow || isAbove
        }
    }
    /// Parts of the size above the rest of a table in the next column without text.
    private static let headroom: Float = 3

    /// The words in an area that are in no table.
    private func members(in area: Area) -> [Int] {
        words.indices.filter { index in
            let word = words[index]
            return !isTaken[index] && word.center >= area.left - 2 && word.center <= area.right + 2
                && word.middle >= area.top && word.middle <= area.bottom
        }
    }

    /// True when the line above or below an area begins as the captions of tables do.
    private func hasCaption(_ area: Area) -> Bool {
        words.indices.contains { index in
            let word = words[index]
            guard word.area.left < area.right, word.area.right > area.left - 2,
                index == 0 || words[index - 1].baseline != word.baseline
                    || words[index - 1].area.right < word.area.left - word.size,
                word.baseline > area.top - Self.captionReach.above * word.size && word.baseline < area.top
                    || word.baseline > area.bottom && word.baseline < area.bottom + Self.captionReach.below * word.size
            else { return false }
            let bytes = text.bytes(of: text.words[word.index]).prefix(4).map { $0 & 0xDF }
            return bytes.count > 2 && bytes.starts(with: [0x54, 0x41, 0x42])
        }
    }

    private static func commonestSize(of words: [TableWord]) -> Float {
        var counts: [Int: Int] = [:]
        for word in words { counts[Int(word.size * 4 + 0.5), default: 0] += word.content.letters }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { Float($0.key) / 4 } ?? 0
    }
}

/// Where a pattern and its groups stand in a text, in bytes.
public struct PatternMatch: Sendable, Equatable {
    /// The whole match, then each group by its number; nil for a group that took no part.
    public let groups: [Range<Int>?]

    /// The whole match.
    public var range: Range<Int> { groups[0] ?? 0..<0 }

    init(groups: [Range<Int>?]) { self.groups = groups }

    /// The range of a group; nil where it took no part or does not exist.
    public subscript(group: Int) -> Range<Int>? { groups.indices.contains(group) ? groups[group] : nil }
}

/// What a pattern may cost.
public struct PatternLimits: Sendable, Equatable {
    /// Bytes of a pattern.
    public var patternBytes: Int
    /// Steps of a search from one place of the text (`match_limit` of PCRE2).
    public var steps: UInt32
    /// Levels of going back (`depth_limit`).
    public var depth: UInt32
    /// Memory of a search, in KiB (`heap_limit`).
    public var heapKiB: UInt32
    /// Time of the processor for one search of a text, all its matches together.
    public var search: Duration

    public init(patternBytes: Int, steps: UInt32, depth: UInt32, heapKiB: UInt32, search: Duration) {
        self.patternBytes = patternBytes
        self.steps = steps
        self.depth = depth
        self.heapKiB = heapKiB
        self.search = search
    }
}

import CPCRE2

/// A search of one text: the memory PCRE2 works in, and the time that is left.
///
/// PCRE2 counts its steps anew from every place a match could begin at, so that its limits alone would let a long text
/// take a million times the limit. The search therefore goes on in stretches of such places and looks at the time of
/// the processor between them; a stretch grows while it costs nothing.
final class PatternSearch {
    private let code: OpaquePointer
    private let text: PatternSubject
    private let memory: OpaquePointer
    private let context: OpaquePointer
    private let end: Int64
    private let limit: Duration

    /// Places of the first stretch, and of the first one after a slow one.
    private static let shortStretch = 16
    /// A stretch that took less lets the next one be twice as long.
    private static let quick: Int64 = 1_000_000

    init(_ code: OpaquePointer, _ text: PatternSubject, limits: PatternLimits) throws(PatternError) {
        guard let memory = pcre2_match_data_create_from_pattern_8(code, nil) else { throw Pattern.outOfMemory }
        guard let context = pcre2_match_context_create_8(nil) else {
            pcre2_match_data_free_8(memory)
            throw Pattern.outOfMemory
        }
        pcre2_set_match_limit_8(context, limits.steps)
        pcre2_set_depth_limit_8(context, limits.depth)
        pcre2_set_heap_limit_8(context, limits.heapKiB)
        self.code = code
        self.text = text
        self.memory = memory
        self.context = context
        let (seconds, attoseconds) = limits.search.components
        limit = limits.search
        end = PatternSearchClock.now() + seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    deinit {
        pcre2_match_data_free_8(memory)
        pcre2_match_context_free_8(context)
    }

    /// The first match at or after a byte where a character begins.
    func next(from start: Int) throws(PatternError) -> PatternMatch? {
        var place = start
        var stretch = Self.shortStretch
        while true {
            let last = min(place + stretch, text.bytes.count)
            let before = PatternSearchClock.now()
            let count = match(from: place, to: last)
            if count > 0 { return found(Int(count)) }
            guard count == PCRE2_ERROR_NOMATCH else { throw PatternError(.exhausted, Pattern.message(count)) }
            guard last < text.bytes.count else { return nil }
            let now = PatternSearchClock.now()
            guard now < end else { throw PatternError(.exhausted, "the search took longer than \(limit)") }
            place = text.next(after: last)
            stretch = now - before < Self.quick ? stretch * 2 : Self.shortStretch
        }
    }

    private func match(from start: Int, to last: Int) -> Int32 {
        pcre2_set_offset_limit_8(context, last)
        return text.bytes.withUnsafeBufferPointer { bytes in
            pcre2_match_8(code, bytes.baseAddress, bytes.count, start, PCRE2_NO_UTF_CHECK, memory, context)
        }
    }

    private func found(_ count: Int) -> PatternMatch {
        let total = Int(pcre2_get_ovector_count_8(memory))
        guard let offsets = pcre2_get_ovector_pointer_8(memory) else { return PatternMatch(groups: [0..<0]) }
        // PCRE2 reports an unset group by PCRE2_UNSET, -1 here; `\K` can make an end lie before its start.
        return PatternMatch(
            groups: (0..<total).map { group in
                let start = offsets[2 * group]
                guard group < count, start >= 0 else { return nil }
                return start..<max(start, offsets[2 * group + 1])
            })
    }
}

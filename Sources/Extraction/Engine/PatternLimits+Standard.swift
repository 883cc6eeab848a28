import Model
import PCRE2

extension PatternLimits {
    /// What every pattern of a schema or a template may cost.
    public static let standard = PatternLimits(
        patternBytes: Limits.patternBytes, steps: Limits.patternSteps, depth: Limits.patternDepth,
        heapKiB: Limits.patternHeapKiB, search: Limits.patternSearch)
}

/// Why a pattern cannot be used.
public struct PatternError: Error, Sendable, Equatable {
    /// What PCRE2 says.
    public var message: String
    /// Byte of the pattern.
    public var offset: Int
}

/// Why a pattern cannot be used.
public struct PatternError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of trouble a caller tells apart.
    public enum Code: Sendable, Equatable {
        /// The pattern is not a regular expression, or is beyond the limits of one.
        case malformed
        /// The search took more steps, levels or memory than it may; nothing is known of the text.
        case exhausted
    }

    public var code: Code
    /// A sentence without the pattern.
    public var message: String
    /// Byte of the pattern; 0 for a search that was given up.
    public var offset: Int

    public init(_ code: Code, _ message: String, offset: Int = 0) {
        self.code = code
        self.message = message
        self.offset = offset
    }

    public var description: String { offset > 0 ? "\(message) (at character \(offset))" : message }
}

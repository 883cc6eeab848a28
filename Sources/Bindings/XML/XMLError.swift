/// Why an XML text was not read to its end.
public struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of trouble a caller tells apart.
    public enum Code: Sendable, Equatable {
        /// The text is not well-formed, or ends too early.
        case malformed
        /// The text declares entities or a document type that the caller does not allow.
        case forbidden
        /// Elements are nested, or attributes are many, beyond the limits.
        case excessive
        /// The source of the bytes failed; it knows why.
        case interrupted
    }

    public let code: Code
    /// A sentence without the name of the file.
    public let message: String
    /// 1-based; 0 when unknown.
    public let line: Int

    public init(_ code: Code, _ message: String, line: Int = 0) {
        self.code = code
        self.message = message
        self.line = line
    }

    public var description: String { line > 0 ? "line \(line): \(message)" : message }
}

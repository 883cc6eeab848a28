import Model

/// What is wrong, and where: with a schema, or with a value that does not follow it.
public struct SchemaProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// JSON Pointer into the schema or the value; empty for the whole.
    public var pointer: String
    /// One clause without the place.
    public var message: String

    public init(_ pointer: String, _ message: String) {
        self.pointer = pointer
        self.message = message
    }

    public var description: String { "\(pointer.isEmpty ? "the whole" : printable(pointer)) \(message)" }

    /// The failure of a job whose schema cannot be used.
    public var invalidSchema: Failure {
        Failure(
            .validationError, "The schema is not valid: at \(place), \(message)", stage: .extract,
            details: ["pointer": .string(pointer)],
            resolution: "Correct the schema at \(place), then retry.")
    }

    private var place: String { pointer.isEmpty ? "its root" : printable(pointer) }
}

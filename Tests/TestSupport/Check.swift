/// Throws a sentence unless a condition holds; for rounds of a scenario, which end at their first failure.
public func check(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws {
    if !holds { throw CheckFailed(description: otherwise()) }
}

/// What a round of a scenario found wrong.
public struct CheckFailed: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
}

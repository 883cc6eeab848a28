/// JSON Pointers (RFC 6901).
public enum JSONPointer {
    /// The pointer of a member.
    public static func member(_ name: String, of pointer: String) -> String {
        name.contains { $0 == "~" || $0 == "/" }
            ? pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1") : pointer + "/" + name
    }

    /// The names and indexes a pointer leads through; nil for what is no pointer.
    public static func steps(_ pointer: some StringProtocol) -> [String]? {
        if pointer.isEmpty { return [] }
        guard pointer.first == "/" else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }

    /// The value a pointer leads to.
    public static func value(at pointer: some StringProtocol, in root: JSONValue) -> JSONValue? {
        guard let steps = steps(pointer) else { return nil }
        var value = root
        for step in steps {
            let next: JSONValue? =
                switch value {
                case .object(let object): object[step]
                case .array(let elements): Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
                default: nil
                }
            guard let next else { return nil }
            value = next
        }
        return value
    }
}

/// Orders pointers as people read them: the tenth row after the second.
public struct NaturalPointer: Comparable {
    public let pointer: String
    private let steps: [(text: String, number: Int?)]

    public init(_ pointer: String) {
        self.pointer = pointer
        steps = (JSONPointer.steps(pointer) ?? []).map { ($0, Int($0)) }
    }

    public static func == (left: Self, right: Self) -> Bool { left.pointer == right.pointer }

    public static func < (left: Self, right: Self) -> Bool {
        for (one, other) in zip(left.steps, right.steps) where one.text != other.text {
            if let first = one.number, let second = other.number { return first < second }
            return one.text < other.text
        }
        return left.steps.count < right.steps.count
    }
}

/// One place at which two JSON values differ.
public struct JSONDifference: Sendable, Equatable {
    /// RFC 6901; empty for the whole.
    public let pointer: String
    /// nil where it was not there.
    public let old: JSONValue?
    /// nil where it is not there any more.
    public let new: JSONValue?

    public init(pointer: String, old: JSONValue?, new: JSONValue?) {
        self.pointer = pointer
        self.old = old
        self.new = new
    }

    /// The leaves at which two values differ, in the order of the old value, new members last; at most `limit`.
    ///
    /// Elements of lists are compared by their place.
    public static func between(_ old: JSONValue, _ new: JSONValue, limit: Int) -> [JSONDifference] {
        var found: [JSONDifference] = []
        collect(old, new, at: "", limit: limit, &found)
        return found
    }

    private static func collect(
        _ old: JSONValue?, _ new: JSONValue?, at pointer: String, limit: Int, _ found: inout [JSONDifference]
    ) {
        guard old != new, found.count < limit else { return }
        if let old = old?.object, let new = new?.object {
            let names = old.keys + new.keys.filter { old[$0] == nil }
            for name in names {
                collect(old[name], new[name], at: JSONPointer.member(name, of: pointer), limit: limit, &found)
            }
        } else if let old = old?.array, let new = new?.array {
            for place in 0..<max(old.count, new.count) {
                let before = place < old.count ? old[place] : nil
                let after = place < new.count ? new[place] : nil
                collect(before, after, at: "\(pointer)/\(place)", limit: limit, &found)
            }
        } else {
            found.append(JSONDifference(pointer: pointer, old: old, new: new))
        }
    }
}

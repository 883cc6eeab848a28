import Model

/// Fields as pairs of path and value: `supplier.name`, and for people also `lines[0].amount`.
enum FieldPaths {
    /// One pair for each leaf; lists are leaves unless `opensLists`.
    static func leaves(of fields: JSONValue, opensLists: Bool) -> [(path: String, value: JSONValue)] {
        var found: [(String, JSONValue)] = []
        collect(fields, at: "", opensLists, into: &found)
        return found
    }

    /// The same for people, up to the number that is shown, and whether that is all.
    static func rows(of fields: JSONValue?) -> (rows: [(path: String, value: String)], isWhole: Bool) {
        guard let fields, !fields.isNull else { return ([], true) }
        let leaves = leaves(of: fields, opensLists: true)
        let shown = leaves.prefix(Limits.exportFieldRows).map { ($0.path, $0.value.isNull ? "" : $0.value.shown) }
        return (shown, leaves.count == shown.count)
    }

    private static func collect(
        _ value: JSONValue, at path: String, _ opensLists: Bool, into found: inout [(String, JSONValue)]
    ) {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            for (key, inner) in object.members {
                collect(inner, at: path.isEmpty ? key : path + "." + key, opensLists, into: &found)
            }
        case .array(let elements) where opensLists && !elements.isEmpty:
            for (index, inner) in elements.enumerated() {
                collect(inner, at: path + "[\(index)]", opensLists, into: &found)
            }
        default: found.append((path.isEmpty ? "value" : path, value))
        }
    }
}

import Model

/// Makes the value of a unit from what was found, and notes what is missing.
///
/// A field that was not found is null where the schema allows it, an empty list where it is one, and left out where it
/// is not required. What is required and none of these is missing.
struct ResultBuilder {
    /// Findings by their place in the value, which has no gaps.
    private(set) var placed: [String: Finding] = [:]
    /// Required fields that were not found.
    private(set) var missing: [String] = []
    /// Fields that were not found, whether null, left out or missing.
    private(set) var notFound: [String] = []
    /// Elements of each array.
    private(set) var rows: [String: Int] = [:]

    /// The value of a field at a place; nil where it is left out.
    mutating func value(of field: Field, _ tree: FindingTree, at pointer: String) -> JSONValue? {
        switch field.kind {
        case .object(let members): object(field, members, tree, at: pointer)
        case .array(let element): array(field, of: element, tree, at: pointer)
        default: scalar(field, tree, at: pointer)
        }
    }

    private mutating func scalar(_ field: Field, _ tree: FindingTree, at pointer: String) -> JSONValue? {
        if let finding = tree.finding {
            placed[pointer] = finding
            return finding.value
        }
        notFound.append(pointer)
        return nothing(field, at: pointer)
    }

    private mutating func nothing(_ field: Field, at pointer: String) -> JSONValue? {
        if field.isNullable { return .null }
        if field.isRequired { missing.append(pointer) }
        return .none
    }

    private mutating func object(
        _ field: Field, _ members: [Field], _ tree: FindingTree, at pointer: String
    ) -> JSONValue? {
        if tree.isEmpty, field.isNullable || !field.isRequired {
            notFound.append(pointer)
            return nothing(field, at: pointer)
        }
        var object: [(String, JSONValue)] = []
        for member in members {
            let inner = tree.children[member.name] ?? FindingTree()
            if let value = value(of: member, inner, at: JSONPointer.member(member.name, of: pointer)) {
                object.append((member.name, value))
            }
        }
        return .object(JSONObject(unique: object))
    }

    private mutating func array(
        _ field: Field, of element: Field, _ tree: FindingTree, at pointer: String
    ) -> JSONValue? {
        let elements = tree.elements
        rows[pointer] = elements.count
        if elements.isEmpty {
            notFound.append(pointer)
            return field.isNullable ? .null : []
        }
        return .array(
            elements.enumerated().compactMap { index, inner in
                var element = element
                element.isRequired = true
                return value(of: element, inner, at: "\(pointer)/\(index)")
            })
    }
}

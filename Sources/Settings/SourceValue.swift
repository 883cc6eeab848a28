import Model

/// A place in a file; both numbers start at 1.
struct SourcePlace: Sendable, Equatable, Comparable {
    var line: Int
    var column: Int

    /// Where a file starts.
    static let start = SourcePlace(line: 1, column: 1)

    static func < (left: SourcePlace, right: SourcePlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A value of a YAML file with the place it was written at.
struct SourceValue: Sendable {
    /// One key of a mapping.
    struct Member: Sendable {
        let key: String
        let place: SourcePlace
        let value: SourceValue
    }

    enum Content: Sendable {
        case scalar(JSONValue)
        case list([SourceValue])
        case mapping([Member])
    }

    let content: Content
    let place: SourcePlace

    /// True for `null`, `~` and nothing at all.
    var isNull: Bool {
        if case .scalar(.null) = content { return true }
        return false
    }

    /// The members when this is a mapping.
    var members: [Member]? {
        if case .mapping(let members) = content { return members }
        return nil
    }

    /// The value without its places.
    var json: JSONValue {
        switch content {
        case .scalar(let value): value
        case .list(let values): .array(values.map(\.json))
        case .mapping(let members): .object(JSONObject(members.map { ($0.key, $0.value.json) }))
        }
    }

    /// The place of the deepest part of a path such as `ocr.languages[0]` that exists below this value.
    func place(of path: String) -> SourcePlace { resolve(path).place }

    /// The value at a path; nil when there is none.
    func member(_ path: String) -> SourceValue? { resolve(path).value }

    private func resolve(_ path: String) -> (value: SourceValue?, place: SourcePlace) {
        var value = self
        var found = place
        for step in path.split(whereSeparator: { $0 == "." || $0 == "[" || $0 == "]" }) {
            switch value.content {
            case .mapping(let members):
                guard let member = members.first(where: { $0.key == step }) else { return (nil, found) }
                (value, found) = (member.value, member.place)
            case .list(let values):
                guard let index = Int(step), values.indices.contains(index) else { return (nil, found) }
                (value, found) = (values[index], values[index].place)
            case .scalar: return (nil, found)
            }
        }
        return (value, found)
    }
}

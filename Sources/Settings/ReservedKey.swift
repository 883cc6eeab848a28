import Model

/// A key of the contract whose feature is not built yet: only its default is accepted, so that nothing is silently
/// ignored.
indirect enum ReservedKey: Sendable {
    case value(JSONValue)
    case size(Int64)
    case duration(Duration)
    case members([(key: String, ReservedKey)])

    /// Reserved keys at the top of dropmill.yaml.
    static let agent: [(key: String, ReservedKey)] = []

    /// Reserved keys of a folder.
    static let folder: [(key: String, ReservedKey)] = [
    ]

    /// Notes every reserved key of a mapping that is set to something else than its default.
    static func check(_ keys: [(key: String, ReservedKey)], in reader: MappingReader) {
        for (key, reserved) in keys {
            guard let value = reader.value(key), !reserved.isDefault(value.json) else { continue }
            if case .members(let inner) = reserved, value.members != nil {
                guard let reader = reader.mapping(key, known: inner.map(\.key)) else { continue }
                check(inner, in: reader)
            } else {
                reader.log.report(
                    .notAvailable, "`\(reader.name(key))` is not available in this version; leave it out",
                    at: reader.place(of: key))
            }
        }
    }

    private func isDefault(_ value: JSONValue) -> Bool {
        switch self {
        case .value(let fallback): value == fallback
        case .size(let bytes): Quantity.size(value) == bytes
        case .duration(let duration): Quantity.duration(value) == duration
        case .members: false
        }
    }
}

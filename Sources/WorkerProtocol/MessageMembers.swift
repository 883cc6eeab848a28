import Model

/// The members of a message, read with the type each must have.
struct MessageMembers {
    private let kind: FrameKind
    private let object: JSONObject

    /// Parses the payload of a frame, which must be of a kind and hold an object.
    init(_ frame: Frame, expecting kind: FrameKind) throws(FrameError) {
        guard frame.kind == kind else { throw .malformed(frame.kind, "expected a frame of another kind (\(kind))") }
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONParser.parse(Array(frame.payload), maxDepth: Limits.messageDepth)
        } catch {
            throw .malformed(kind, error.description)
        }
        guard case .object(let object) = value else { throw .malformed(kind, "not an object") }
        self.init(kind, object)
    }

    init(_ kind: FrameKind, _ object: JSONObject) {
        self.kind = kind
        self.object = object
    }

    /// The error for a member that is missing or of the wrong type.
    func error(_ name: String) -> FrameError { .malformed(kind, "member \(name)") }

    /// A value that may be absent or null.
    func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return .none }
        return value
    }

    private func has(_ name: String) -> Bool { !(object[name] ?? .null).isNull }

    func string(_ name: String) throws(FrameError) -> String {
        guard let text = value(name)?.string else { throw error(name) }
        return text
    }

    func optionalString(_ name: String) throws(FrameError) -> String? {
        has(name) ? try string(name) : nil
    }

    func integer(_ name: String) throws(FrameError) -> Int64 {
        guard let number = value(name)?.integer else { throw error(name) }
        return number
    }

    func optionalInteger(_ name: String) throws(FrameError) -> Int64? {
        has(name) ? try integer(name) : nil
    }

    func object(_ name: String) throws(FrameError) -> JSONObject {
        guard let object = value(name)?.object else { throw error(name) }
        return object
    }

    func array(_ name: String) throws(FrameError) -> [JSONValue] {
        guard let array = value(name)?.array else { throw error(name) }
        return array
    }

    func strings(_ name: String) throws(FrameError) -> [String] {
        let texts = try array(name).map(\.string)
        guard !texts.contains(nil) else { throw error(name) }
        return texts.compactMap { $0 }
    }

    func integers(_ name: String) throws(FrameError) -> [Int64] {
        let numbers = try array(name).map(\.integer)
        guard !numbers.contains(nil) else { throw error(name) }
        return numbers.compactMap { $0 }
    }
}

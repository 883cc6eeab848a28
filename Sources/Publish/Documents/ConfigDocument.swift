import Crypto
import Model

/// config.json: the configuration frozen at the seal, with secrets replaced by a keyed hash.
enum ConfigDocument {
    /// The text of the file; `key` is the agent's own, so that equal secrets show as equal and nobody can guess them.
    static func bytes(of configuration: FrozenConfiguration, batchID: String, key: [UInt8]) -> [UInt8] {
        let redaction = Redaction(key: key)
        return JSONWriter.bytes(
            of: [
                "schema_version": .integer(Int64(Schema.version)), "batch_id": .string(batchID),
                "sha256": .string(configuration.sha256), "job": configuration.job.json,
                "parameters": redaction.apply(to: .object(shown(configuration.parameters))),
                "settings": redaction.apply(to: .object(configuration.settings)),
                "origins": .object(configuration.origins),
            ], style: .pretty) + [0x0A]
    }

    /// Templates are named by their hashes; their texts lie beside the saved configuration.
    private static func shown(_ parameters: JSONObject) -> JSONObject {
        guard let templates = parameters["templates"]?.array else { return parameters }
        var shown = parameters
        shown["templates"] = .array(
            templates.map { ["name": $0["name"] ?? .null, "sha256": $0["sha256"] ?? .null] })
        return shown
    }
}

/// Replaces what must not be read by everybody who may read results.
public struct Redaction: Sendable {
    /// Key of the HMAC.
    let key: [UInt8]

    /// Marks are keyed hashes: equal secrets have equal ones.
    public init(key: [UInt8]) { self.key = key }

    private static let secretNames: Set = ["password", "passwords", "secret", "token"]
    private static let shownDigits = 8

    /// The same value without passwords, keys and the user part of addresses.
    public func apply(to value: JSONValue, isSecret: Bool = false) -> JSONValue {
        switch value {
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { ($0.key, apply(to: $0.value, isSecret: isSecret || names($0.key))) }))
        case .array(let elements): .array(elements.map { apply(to: $0, isSecret: isSecret) })
        case .string(let text): .string(isSecret ? mask(Array(text.utf8)) : maskUser(in: text))
        case .null: value
        case .bool, .integer, .number: isSecret ? .string(mask(JSONWriter.bytes(of: value))) : value
        }
    }

    private func names(_ key: String) -> Bool {
        let key = key.lowercased()
        return Self.secretNames.contains(key) || key.hasSuffix("_key") || key.hasSuffix("_secret")
            || key.hasSuffix("_token") || key.hasSuffix("_password")
    }

    private func mask(_ secret: [UInt8]) -> String {
        "redacted:" + Hexadecimal.lower(Digest.hmac(secret, key: key)).prefix(Self.shownDigits)
    }

    /// Hides `user:password` of an address (RFC 3986 section 3.2.1).
    private func maskUser(in text: String) -> String {
        let bytes = Array(text.utf8)
        let mark = Array("://".utf8)
        guard let scheme = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return text }
        let start = scheme + mark.count
        let ends = Array("/?#".utf8)
        let end = bytes[start...].firstIndex(where: ends.contains) ?? bytes.count
        guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return text }
        return String(decoding: bytes[..<start], as: UTF8.self) + mask(Array(bytes[start..<at]))
            + String(decoding: bytes[at...], as: UTF8.self)
    }
}

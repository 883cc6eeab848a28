import Glibc
import Linux
import Model

/// Replaces the names of secrets in a saved configuration by the secrets: `{env: NAME}` and `{file: PATH}`.
///
/// A secret comes from the environment or from a file that nobody but its owner may read, the saved configuration itself
/// included. No message repeats one.
struct Secrets {
    /// Path of the saved configuration.
    let file: String
    /// The value of an environment variable.
    var variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }

    /// The parameters that hold secrets.
    private static let names = ["passwords"]
    /// Permission bits of everybody but the owner.
    private static let others: UInt32 = 0o077

    /// The configuration with its secrets; throws when one is missing or could be read by others.
    func resolve(_ configuration: SavedConfiguration) throws(SettingsError) -> SavedConfiguration {
        var resolved = configuration
        for name in Self.names {
            guard let values = configuration.parameters[name]?.array, !values.isEmpty else { continue }
            if values.contains(where: { $0.string != nil }) {
                try mustBePrivate(file, because: "holds \(name)", otherwise: "\(name): [{env: NAME}]")
            }
            var secrets: [JSONValue] = []
            for value in values { secrets.append(try secret(value, of: name)) }
            resolved.parameters[name] = .array(secrets)
        }
        return resolved
    }

    private func secret(_ value: JSONValue, of name: String) throws(SettingsError) -> JSONValue {
        if let variable = value["env"]?.string {
            guard let text = self.variable(variable), !text.isEmpty else {
                throw problem(
                    .notFound,
                    "`parameters.\(name)` names the environment variable \(printable(variable)), which is not set")
            }
            return .string(text)
        }
        guard let path = value["file"]?.string else { return value }
        guard path.hasPrefix("/") else {
            throw problem(.notAllowed, "`parameters.\(name)` names the file \(printable(path)); give its absolute path")
        }
        return .string(try content(of: path, otherwise: "\(name): [{env: NAME}]"))
    }

    /// The secret at a place that dropmill.yaml names under `key`.
    func read(_ place: SecretPlace, for key: String) throws(SettingsError) -> String {
        switch place {
        case .environment(let name):
            guard let text = variable(name), !text.isEmpty else {
                throw problem(
                    .notFound, "`\(key)_env` names the environment variable \(printable(name)), which is not set")
            }
            return text
        case .file(let path): return try content(of: path, otherwise: "\(key)_env: NAME")
        }
    }

    /// The secret in a file of its own, which ends with its line.
    private func content(of path: String, otherwise: String) throws(SettingsError) -> String {
        try mustBePrivate(path, because: "holds a secret", otherwise: otherwise)
        let text = try SettingsText.read(path)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private func mustBePrivate(
        _ path: String, because reason: String, otherwise: String
    ) throws(SettingsError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw problem(.notFound, "\(printable(path)) cannot be read: \(String(cString: strerror(errno)))")
        }
        guard UInt32(status.st_mode) & Self.others != 0 else { return }
        throw problem(
            .unsafePlace,
            "\(printable(path)) \(reason) and may be read by others; `chmod 600 \(printable(path))` keeps it to its "
                + "owner, or name an environment variable: \(otherwise)")
    }

    private func problem(_ code: SettingsProblem.Code, _ message: String) -> SettingsError {
        SettingsError(SettingsProblem(code: code, message: message, file: file))
    }
}

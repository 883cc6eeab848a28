import Glibc
import Linux
import Model

/// Files of our own configuration as text and as values.
enum SettingsText {
    /// The text of a file of at most `Limits.settingsFileBytes`; links are followed.
    static func read(_ path: String) throws(SettingsError) -> String {
        // Without waiting, so that a pipe in place of the file is refused below and does not hang.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw error(SystemError(code: errno, call: "open", subject: path), at: path)
        }
        let file = File(descriptor: descriptor, label: path)
        let bytes: [UInt8]
        do throws(SystemError) {
            guard try file.status().kind == .file else {
                throw SystemError(code: EINVAL, call: "open", subject: path)
            }
            bytes = try file.read(Limits.settingsFileBytes + 1)
        } catch let failure {
            if failure.code == EINVAL { throw refusal("not a regular file", at: path) }
            throw error(failure, at: path)
        }
        guard bytes.count <= Limits.settingsFileBytes else {
            throw refusal("longer than \(Limits.settingsFileBytes) bytes", at: path)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw refusal("not UTF-8 text", at: path) }
        return text
    }

    /// The value of a YAML text; an empty one is an empty mapping.
    static func value(of text: String, file: String) throws(SettingsError) -> SourceValue {
        guard text.utf8.count <= Limits.settingsFileBytes else {
            throw refusal("longer than \(Limits.settingsFileBytes) bytes", at: file)
        }
        do throws(YAMLReader.Refusal) {
            return try YAMLReader.read(text) ?? SourceValue(content: .mapping([]), place: .start)
        } catch let refusal {
            throw SettingsError(
                SettingsProblem(
                    code: refusal.code, message: refusal.message, file: file, line: refusal.place?.line,
                    column: refusal.place?.column))
        }
    }

    /// The directory part of a path, without a trailing slash; `.` for a bare name.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of a path.
    static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    private static func refusal(_ message: String, at file: String) -> SettingsError {
        SettingsError(SettingsProblem(code: .syntax, message: message, file: file))
    }

    private static func error(_ failure: SystemError, at file: String) -> SettingsError {
        let code: SettingsProblem.Code = failure.isNotFound ? .notFound : .permissionDenied
        return SettingsError(
            SettingsProblem(code: code, message: "cannot be read: \(failure.reason)", file: file))
    }
}

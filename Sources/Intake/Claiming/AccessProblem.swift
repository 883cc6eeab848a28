import Glibc
import Linux
import Model

/// Says which command lets the agent read and move somebody else's files (WATCHING rule 33).
enum AccessProblem {
    /// The failure of a batch that cannot be read or moved; `path` is absolute.
    static func failure(path: String, error: SystemError?) -> Failure {
        let command = "setfacl -R -m u:\(user):rwX -m d:u:\(user):rwX \(quoted(path))"
        return Failure(
            .permissionDenied,
            "\(printable(path)) cannot be read or moved by \(user)\(error.map { ": \($0.reason)" } ?? "").",
            stage: .intake, details: ["path": .string(path), "command": .string(command)],
            resolution: "Run `\(command)` as its owner or as root; the batch starts by itself then.")
    }

    /// The name of the user the agent runs as; its number where it has no name.
    static var user: String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        let count = buffer.count
        guard getpwuid_r(geteuid(), &entry, &buffer, count, &found) == 0, found != nil else { return "\(geteuid())" }
        return String(cString: entry.pw_name)
    }

    /// The path as a shell takes it: as it is when it is plain, else in single quotes.
    static func quoted(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
            default: "/._-+,:@%".utf8.contains(byte)
            }
        }
        guard !plain else { return path }
        return "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

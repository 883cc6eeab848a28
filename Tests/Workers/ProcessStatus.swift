import Foundation
import Glibc
import Testing

/// What the kernel tells about a process (proc(5)).
struct ProcessStatus {
    private let lines: [String: String]
    private let limits: String
    /// Owner of its files in /proc.
    let owner: UInt32

    init(of process: String) throws {
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let pairs = text.split(separator: "\n").map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? Self.words(parts[1]) : "")
        }
        lines = Dictionary(pairs) { first, _ in first }
        limits = (try? String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)) ?? ""
        var status = stat()
        try #require(stat("/proc/\(process)/limits", &status) == 0)
        owner = status.st_uid
    }

    /// The value of a line of `status`, its words separated by one space.
    subscript(_ name: String) -> String? { lines[name] }

    /// The soft and the hard limit.
    func limit(_ name: String) -> String? {
        limits.split(separator: "\n").first { $0.hasPrefix(name) }
            .map { Self.words($0.dropFirst(name.count)).split(separator: " ").prefix(2).joined(separator: " ") }
    }

    private static func words(_ text: Substring) -> String {
        text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}

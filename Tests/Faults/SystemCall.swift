import Foundation

/// One line of strace(1), run with `-f -y`: a call that begins, ends, or both.
struct SystemCall {
    enum Part {
        case whole
        case begin
        case end
    }

    let thread: Int32
    let name: String
    let part: Part
    /// Absolute paths the call names, in their order: of descriptors, or of a descriptor and a name below it.
    let paths: [String]
    let text: String

    /// True when the call failed; only known at its end.
    var failed: Bool { text.contains(") = -1 ") || text.contains(") = ?") }

    /// Reads a line; nil when it is no call.
    init?(_ line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard fields.count == 2, let thread = Int32(fields[0]) else { return nil }
        let text = String(fields[1].drop { $0 == " " })
        self.thread = thread
        self.text = text
        if text.hasPrefix("<... ") {
            name = String(text.dropFirst(5).prefix { $0 != " " })
            part = .end
        } else {
            name = String(text.prefix { $0 != "(" })
            part = text.hasSuffix("<unfinished ...>") ? .begin : .whole
        }
        paths = Self.paths(in: text)
    }

    // `5</a/b>, "c"` names /a/b/c; `5</a/b>` alone names /a/b; `"/a/b"` alone names /a/b.
    private static func paths(in text: String) -> [String] {
        var paths: [String] = []
        let arguments = text.prefix(upTo: text.range(of: ") = ", options: .backwards)?.lowerBound ?? text.endIndex)
        for match in arguments.matches(of: /(?:\d+|AT_FDCWD)<(\/[^>]*)>(?:, "([^"]*)")?|"(\/[^"]*)"/) {
            if let absolute = match.output.3 {
                paths.append(String(absolute))
            } else if let directory = match.output.1 {
                guard let name = match.output.2, !text.hasPrefix("write"), !text.hasPrefix("pwrite") else {
                    paths.append(String(directory))
                    continue
                }
                paths.append(name.hasPrefix("/") ? String(name) : directory + "/" + name)
            }
        }
        return paths
    }
}

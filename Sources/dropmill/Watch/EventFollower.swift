import Linux
import Model

/// Reads the lines that were appended to events.jsonl since the last look.
struct EventFollower {
    let directory: Directory
    private var offset: Int64 = 0
    private var rest: [UInt8] = []
    private static let chunkBytes = 1 << 20

    init(directory: Directory) {
        self.directory = directory
    }

    /// Whole new lines, without their ends.
    mutating func next() throws -> [[UInt8]] {
        guard let file = try? directory.openForReading(BytePath("events.jsonl")) else { return [] }
        try file.seek(to: offset)
        var lines: [[UInt8]] = []
        while true {
            let chunk = try file.read(Self.chunkBytes)
            offset += Int64(chunk.count)
            rest += chunk
            var parts = rest.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
            rest = parts.popLast() ?? []
            lines += parts
            if chunk.count < Self.chunkBytes { return lines }
        }
    }
}

import Foundation
import Model
import TestSupport
import Testing

/// Large documents take more of the memory that lanes share out: they run alone, and have their turn.
struct LoadMemoryTests {
    @Test func largeDocumentsRunAloneBesideAStreamOfSmallOnes() async throws {
        await Scenario.run("large documents in a stream of small batches", long: 3) { _ in
            var options = AgentProcess.Options()
            options.global = ["workers: 2", "min_free_bytes: 1MB"]
            try await AgentProcess.with(options) { agent in
                try agent.drop("large", Self.large)
                var (count, peak) = (0, 0)
                var last = ContinuousClock.now
                let large = agent.batch("large")
                try await eventually("the end of the large documents", within: .seconds(300)) {
                    peak = max(peak, Self.residentBytes(of: agent))
                    if ContinuousClock.now > last + .milliseconds(400) {
                        try agent.drop("small-\(count)", .notes(2))
                        (count, last) = (count + 1, .now)
                    }
                    return large.isFinal
                }
                try check(large.results.count == 2, "the large documents are \(large.word)")
                let most = LoadConcurrencyTests.mostAtOnce([large])
                try check(most == 1, "\(most) large documents at once")
                try check(peak < Self.cap, "\(peak >> 20) MiB resident, cap \(Self.cap >> 20)")
                for number in 0..<count { try await agent.finished("small-\(number)", as: "completed") }
            }
        }
    }

    /// Two slots of 384 MiB, and what the agent itself may take.
    private static let cap = (2 * 384 + 150) << 20

    /// The agent has nothing but name and size to go by. In the short run they hold nothing and are soon refused; in the
    /// long run they are text, which takes its time.
    private static var large: FileTree {
        FileTree(
            (0..<2).map { number in
                let line = Array("Book \(number): the mill grinds what the water brings, and asks for no more.\n".utf8)
                let text = Array([[UInt8]](repeating: line, count: size / line.count).joined())
                let empty = [UInt8](repeating: 0, count: size + number)
                return (BytePath("book-\(number).docx"), .file(Scenario.isLong ? text : empty))
            })
    }

    /// Bytes of a document of which two are expected to need more memory than there is.
    private static let size = 24 << 20

    /// Resident memory of the agent and its workers.
    private static func residentBytes(of agent: AgentProcess) -> Int {
        guard let process = agent.process else { return 0 }
        return ([process.identifier] + agent.workers).map { identifier in
            let text = FileManager.default.contents(atPath: "/proc/\(identifier)/statm") ?? Data()
            let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
            return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
        }.reduce(0, +)
    }
}

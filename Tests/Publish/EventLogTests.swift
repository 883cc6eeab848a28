import Foundation
import Linux
import Model
import TestSupport
import Testing

@testable import Publish

@Suite struct EventLogTests {
    private let path = "outbox/March/events.jsonl"

    /// A batch whose first events are on disk; `change` then happens to the file before an agent started anew goes on.
    private func expectWhole(after change: (Bench) throws -> Void) throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.seal(bench.reserve())
            try bench.publisher().publishNow(Samples.id)
            try change(bench)
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            let found = try bench.read(path).split(separator: "\n").map { line in
                try JSONParser.parse(Array(line.utf8))["seq"]?.integer
            }
            let events = try bench.store.events(of: Samples.id, after: 0, limit: 100)
            #expect(found == events.map { Int64($0.seq) })
        }
    }

    private func append(_ text: String, _ bench: Bench) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: bench.root + "/" + path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    @Test func continuesWhereItStopped() throws { try expectWhole { _ in } }

    @Test func aTornLineIsCut() throws { try expectWhole { try append("{\"seq\":3,\"at\":\"20", $0) } }

    @Test func aForeignLineMeansANewFile() throws { try expectWhole { try append("{\"seq\":99}\n", $0) } }

    @Test func anEmptiedFileIsWrittenAnew() throws {
        try expectWhole { try Data().write(to: URL(filePath: $0.root + "/" + path)) }
    }

    @Test func aLinkIsReplacedAndItsTargetLeftAlone() throws {
        try expectWhole { bench in
            let target = bench.root + "/precious"
            try Data("keep".utf8).write(to: URL(filePath: target))
            try FileManager.default.removeItem(atPath: bench.root + "/" + path)
            try FileManager.default.createSymbolicLink(atPath: bench.root + "/" + path, withDestinationPath: target)
        }
    }

    @Test func aSecondLinkMeansANewFile() throws {
        try expectWhole { bench in
            let file = bench.root + "/" + path
            let other = bench.root + "/other"
            try FileManager.default.linkItem(atPath: file, toPath: other)
            let before = try Data(contentsOf: URL(filePath: other))
            try bench.store.recordControl(Samples.id, accepted: true, detail: [:], at: Samples.after(2))
            try bench.publisher().publishNow(Samples.id)
            #expect(try Data(contentsOf: URL(filePath: other)) == before)
        }
    }
}

import Foundation
import Glibc
import Linux
import Model
import Store
import TestSupport
import Testing

@testable import Publish

@Suite(.enabled(if: geteuid() == 0, "mounting a small file system needs root")) struct StorageFullTests {
    @Test func aFullOutboxDelaysTheEndAndLosesNothing() throws {
        try withTemporaryDirectory { root in
            let small = root + "/small"
            try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
            try #require(mount("none", small, "tmpfs", 0, "size=128k") == 0)
            defer { umount2(small, Int32(MNT_DETACH)) }
            let bench = try Bench(root) { $0.outbox = small + "/outbox" }
            try bench.seal(bench.reserve())
            try bench.settle()
            let filler = try bench.folder.outbox.create(BytePath("filler"))
            #expect(throws: SystemError.self) { try filler.write([UInt8](repeating: 1, count: 1 << 20)) }

            let publisher = bench.publisher()
            try whileRunning(publisher) {
                publisher.changed(try #require(try bench.store.batch(Samples.id)))
                try eventually { bench.log.count(of: "publishing waits") == 1 }
                #expect(bench.exists(".dropmill/work/\(Samples.id)/tree/a.pdf"))
                try bench.folder.outbox.unlink(BytePath("filler"))
                try filler.truncate(to: 0)
                try eventually { bench.finished.withLock { $0 } == [Samples.id] }
            }
            #expect(bench.log.count(of: "publishing waits") == 1)
            #expect(bench.log.count(of: "publishing goes on") == 1)
            let names = try bench.folder.outbox.directory(BytePath("March")).entries().map(\.name.display).sorted()
            #expect(
                names == [
                    "STATUS.txt", "batch.json", "config.json", "errors.jsonl", "events.jsonl", "report.html",
                    "results.csv",
                    "results.jsonl", "status.json", "summary.json",
                ])
            #expect(bench.exists("archive/March/a.pdf"))
        }
    }
}

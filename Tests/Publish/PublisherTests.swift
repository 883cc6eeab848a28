import Foundation
import Glibc
import Linux
import Model
import Store
import TestSupport
import Testing

@testable import Publish

@Suite struct PublisherTests {
    @Test func aBatchGoesFromFirstSightToItsFinalStatus() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            let publisher = bench.publisher()
            let status = "outbox/March/status.json"
            try whileRunning(publisher) {
                let batch = try bench.reserve()
                publisher.changed(batch)
                try eventually { bench.exists(status) }
                #expect(try bench.json(status)["status"] == "uploading")
                try bench.seal(batch)
                publisher.changed(try #require(try bench.store.batch(Samples.id)))
                try eventually { try bench.json(status)["status"] == "pending" }
                try bench.settle()
                publisher.changed(try #require(try bench.store.batch(Samples.id)))
                try eventually { bench.finished.withLock { $0 } == [Samples.id] }
                #expect(try bench.json(status)["status"] == "partially_failed")
            }
        }
    }

    @Test func aRunningBatchIsWrittenAtMostOnceASecondAndAtTheEnd() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            let publisher = bench.publisher()
            try bench.seal(bench.reserve())
            try whileRunning(publisher) {
                publisher.changed(try #require(try bench.store.batch(Samples.id)))
                try eventually { (try? bench.json("outbox/March/status.json"))?["status"] == "pending" }
                let item = try #require(
                    try bench.store.claimItems(of: Samples.id, limit: 1, at: Samples.after(2)).first)
                let index = item.item.sealed.index
                let outcome = try #require(Samples.succeeded.outcome)
                let start = Clock.sinceBoot()
                let started = WorkStep.started(batchID: Samples.id, index: index, at: Samples.after(3))
                for batch in try bench.store.settle([started]) { publisher.changed(batch) }
                try eventually { try bench.json("outbox/March/status.json")["status"] == "processing" }
                let finished = WorkStep.finished(
                    batchID: Samples.id, index: index, outcome: outcome, at: Samples.after(4))
                for batch in try bench.store.settle([finished]) { publisher.changed(batch) }
                try eventually { try bench.json("outbox/March/status.json")["completed_files"]?.integer == 1 }
                #expect(Clock.sinceBoot() - start > .milliseconds(900))
                #expect(try bench.read("outbox/March/events.jsonl").contains("batch.progress"))
            }
        }
    }

    @Test func aStopWaitedUntilEveryFinishedBatchWasPublished() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            let publisher = bench.publisher()
            bench.whenFinished.withLock { $0 = { publisher.close() } }
            for id in ["bat-1", "bat-2", "bat-3"] {
                try bench.seal(bench.reserve(id, name: id))
                try bench.settle(id)
                publisher.changed(try #require(try bench.store.batch(id)))
            }
            publisher.run()
            #expect(bench.finished.withLock { $0 } == ["bat-1"])
        }
    }

    @Test func whatWasPendingIsWrittenWhenTheAgentStops() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            let publisher = bench.publisher()
            let batch = try bench.reserve()
            publisher.changed(batch)
            publisher.close()
            publisher.run()
            #expect(bench.exists("outbox/March/status.json"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "making a file immutable needs root"))
    func aWriteThatFailsIsTriedAgainAndNothingIsLost() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.seal(bench.reserve())
            try bench.settle()
            // An immutable file in the place of the results: rename(2) refuses to replace it.
            let obstacle = root + "/outbox/March/results.csv"
            try Data().write(to: URL(fileURLWithPath: obstacle))
            try AgentProcess.execute("/usr/bin/chattr", ["+i", obstacle])
            defer { try? AgentProcess.execute("/usr/bin/chattr", ["-i", obstacle]) }
            let publisher = bench.publisher()
            try whileRunning(publisher) {
                publisher.changed(try #require(try bench.store.batch(Samples.id)))
                try eventually { bench.exists("outbox/March/status.json") }
                #expect(try bench.json("outbox/March/status.json")["error"]?["stage"] == "publish")
                #expect(!bench.exists("archive/March"))
                try AgentProcess.execute("/usr/bin/chattr", ["-i", obstacle])
                try eventually { bench.finished.withLock { $0 } == [Samples.id] }
                #expect(try bench.json("outbox/March/status.json")["error"] == .null)
            }
        }
    }

    @Test func aBatchWithdrawnFromTheInboxLeavesNoFiles() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            _ = try bench.reserve()
            try bench.store.withdraw(Samples.id, at: Samples.after(1))
            try bench.folder.outbox.removeTree(BytePath("March"))
            try bench.publisher().publishNow(Samples.id)
            #expect(!bench.exists("outbox/March"))
        }
    }

    @Test func aControlFileAfterTheEndStillGetsItsEvent() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.seal(bench.reserve())
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            try bench.store.recordControl(Samples.id, accepted: true, detail: ["name": "RERUN"], at: Samples.after(300))
            try bench.publisher().publishNow(Samples.id)
            #expect(try bench.read("outbox/March/events.jsonl").contains("control.accepted"))
            #expect(bench.exists("outbox/March/summary.json"))
        }
    }

    @Test func filesHaveTheModeOfTheFolder() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root) { $0.permissions.fileMode = 0o604 }
            try bench.seal(bench.reserve())
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            let outbox = try bench.folder.outbox.directory(BytePath("March"))
            for entry in try outbox.entries() { #expect(try outbox.status(entry.name).mode == 0o604) }
        }
    }

    @Test(.enabled(if: geteuid() == 0, "giving files to a group needs root")) func filesBelongToTheGroup() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root) { $0.permissions.group = "12345" }
            try bench.seal(bench.reserve())
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            let outbox = try bench.folder.outbox.directory(BytePath("March"))
            for entry in try outbox.entries() { #expect(try outbox.status(entry.name).group == 12345) }
        }
    }
}

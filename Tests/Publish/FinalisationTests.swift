import Foundation
import Linux
import Model
import Store
import TestSupport
import Testing

@testable import Publish

@Suite struct FinalisationTests {
    @Test func everyFileIsThereAndValid() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.seal(bench.reserve())
            let publisher = bench.publisher()
            try publisher.publishNow(Samples.id)
            #expect(try bench.json("outbox/March/batch.json")["complete"] == false)
            #expect(!bench.exists("outbox/March/summary.json"))
            try bench.settle()
            try publisher.publishNow(Samples.id)

            let out = "outbox/March/"
            let status = try bench.json(out + "status.json")
            #expect(status["status"] == "partially_failed")
            #expect(status["progress"]?.number == 100)
            #expect(try bench.json(out + "batch.json")["complete"] == true)
            #expect(try bench.read(out + "results.jsonl").split(separator: "\n").count == 3)
            #expect(try bench.read(out + "errors.jsonl").split(separator: "\n").count == 2)
            #expect(try bench.store.batch(Samples.id)?.phase == .done)
            #expect(bench.finished.withLock { $0 } == [Samples.id])
            for name in ["status", "config", "batch", "summary"] {
                #expect(try schemaProblems(of: root + "/" + out + name + ".json", schema: name) == "")
            }
            for (name, schema) in [("results", "result"), ("errors", "result"), ("events", "event")] {
                let file = root + "/" + out + name + ".jsonl"
                #expect(try schemaProblems(of: file, schema: schema, lines: true) == "")
            }
            let events = try bench.read(out + "events.jsonl").split(separator: "\n").map { line in
                try JSONParser.parse(Array(line.utf8))
            }
            #expect(events.map { $0["seq"]?.integer } == (1...events.count).map { Int64($0) })
            #expect(events.last?["event"] == "batch.completed")
            #expect(status["seq"]?.integer == Int64(events.count))
            #expect(try bench.read("outbox/STATUS.txt").contains("partially_failed"))
        }
    }

    @Test func originalsAreArchivedWholeWithNothingOfOurs() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.folder.archive.makeDirectories(BytePath("March/older"))
            try bench.seal(bench.reserve())
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            #expect(try bench.store.originals(of: Samples.id) == .archive(BytePath("March (2)")))
            let archived = try bench.snapshot().keys.filter { $0.hasPrefix("archive/March (2)/") }.sorted()
            #expect(
                archived == ["a.pdf", ".DS_Store", "sub", "sub/b.pdf"].map { "archive/March (2)/" + $0 }.sorted())
            #expect(try bench.snapshot().keys.filter { $0.hasPrefix(".dropmill/work/") } == [])
        }
    }

    @Test(arguments: WatchFolder.OnSuccess.allCases) func successFollowsItsOwnRule(rule: WatchFolder.OnSuccess) throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root) {
                $0.onSuccess = rule
                $0.archiveBy = .month
            }
            try bench.seal(bench.reserve())
            try bench.settle(allWell: true)
            try bench.publisher().publishNow(Samples.id)
            let month = Clock.local(Samples.start).yearAndMonth
            #expect(bench.exists("archive/\(month)/March/sub/b.pdf") == (rule == .archive))
            #expect(bench.exists("outbox/March/source/sub/b.pdf") == (rule == .keep))
            #expect(try bench.snapshot().keys.filter { $0.contains(Samples.id) } == [])
            #expect(try bench.json("outbox/March/status.json")["status"] == "completed")
            #expect(!bench.exists("outbox/March/errors.jsonl"))
        }
    }

    @Test(arguments: FinalStep.allCases, WatchFolder.OnFailure.allCases)
    func aCrashAfterAnyStepEndsTheSame(step: FinalStep, rule: WatchFolder.OnFailure) throws {
        try withTemporaryDirectory { root in
            var snapshots: [[String: String]] = []
            for interrupt in [nil, step] {
                let bench = try Bench("\(root)/\(interrupt == nil ? "whole" : "torn")", interrupt: interrupt) {
                    $0.onFailure = rule
                }
                try bench.seal(bench.reserve())
                try bench.settle()
                // Only the archive has names to reserve.
                if interrupt != nil, step != .reserved || rule == .archive {
                    #expect(throws: Bench.Interrupted.self) {
                        try bench.publisher(isInterrupted: true).publishNow(Samples.id)
                    }
                }
                try bench.publisher().publishNow(Samples.id)
                #expect(try bench.store.batch(Samples.id)?.phase == .done)
                snapshots.append(try bench.snapshot())
            }
            #expect(snapshots[0] == snapshots[1])
        }
    }

    @Test(arguments: FinalStep.allCases) func deletedOriginalsGoLast(step: FinalStep) throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root, interrupt: step) { $0.onSuccess = .delete }
            try bench.seal(bench.reserve())
            try bench.settle(allWell: true)
            try? bench.publisher(isInterrupted: true).publishNow(Samples.id)
            let isDeleted = try bench.snapshot().keys.filter { $0.hasSuffix("b.pdf") }.isEmpty
            if isDeleted { #expect(try bench.json("outbox/March/status.json")["status"] == "completed") }
            try bench.publisher().publishNow(Samples.id)
            #expect(try bench.snapshot().keys.filter { $0.contains(Samples.id) || $0.hasSuffix("b.pdf") } == [])
        }
    }

    @Test func aRetryTakesTheSummaryAwayUntilItIsDone() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            try bench.seal(bench.reserve())
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            #expect(bench.exists("outbox/March/errors.jsonl"))
            try bench.folder.work.makeDirectory(BytePath(Samples.id))
            try bench.folder.archive.rename(
                BytePath("March"), to: bench.folder.work, BytePath(Samples.id + "/tree"), replacing: false)
            _ = try bench.store.requeue(Samples.id, .failed, at: Samples.after(200))
            try bench.publisher().publishNow(Samples.id)
            #expect(!bench.exists("outbox/March/summary.json"))
            try bench.settle(allWell: true)
            try bench.publisher().publishNow(Samples.id)
            #expect(bench.exists("outbox/March/summary.json"))
            #expect(!bench.exists("outbox/March/errors.jsonl"))
            #expect(bench.exists("archive/March/sub/b.pdf"))
            #expect(!bench.exists("archive/March (2)"))
        }
    }

    @Test func aRefusedBatchIsExplainedAndStaysInTheInbox() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            _ = try bench.reserve()
            try bench.folder.inbox.makeDirectory(BytePath("March"))
            let failure = Failure(.validationError, "job.json: unexpected end at line 1, column 2", stage: .intake)
            try bench.store.refuse(Samples.id, failure, at: Samples.after(5))
            let publisher = bench.publisher()
            try publisher.publishNow(Samples.id)
            let status = try bench.json("outbox/March/status.json")
            #expect(status["status"] == "failed")
            #expect(status["status_v2"] == "FAILED")
            #expect(status["preflight"]?["errors"]?.array?.count == 1)
            #expect(try bench.json("outbox/March/summary.json")["success"] == false)
            #expect(try bench.read("outbox/March/STATUS.txt").contains("job.json: unexpected end"))
            #expect(bench.exists("inbox/March"))
            try bench.store.reopen(Samples.id, at: Samples.after(6))
            try publisher.publishNow(Samples.id)
            #expect(!bench.exists("outbox/March/summary.json"))
            #expect(try bench.json("outbox/March/status.json")["error"] == .null)
        }
    }
}

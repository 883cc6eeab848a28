import Foundation
import Linux
import Model
import TestSupport
import Testing
import WorkerProtocol
import Workers

@Suite struct WorkerSlotTests {
    @Test func aDocumentComesBackInOrder() throws {
        let slot = try HostileWorker.slot()
        let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let (report, parts) = try slot.ask("echo", content: content)
        #expect(report.mimeType == "text/plain")
        #expect(report.pageCount == content.count)
        #expect(parts[.documentText] == content)
        #expect(parts[.documentJSON]?.starts(with: Array("100000,".utf8)) == true)
    }

    @Test func aReportWithAFailureIsReturnedAndTheWorkerGoesOn() throws {
        let slot = try HostileWorker.slot()
        let first = try slot.ask("process id").report.title
        #expect(try slot.ask("failure").report.failure?.code == .corruptDocument)
        #expect(try slot.ask("process id").report.title == first)
    }

    @Test func theWorkerIntroducesItself() throws {
        let slot = try HostileWorker.slot()
        #expect(slot.introduction == nil)
        try slot.start()
        #expect(slot.introduction?.libraries.map(\.name) == ["hostile"])
        slot.retire()
        #expect(slot.introduction == nil)
    }

    @Test(arguments: [
        ("crash", FailureCode.workerCrashed, "SIGSEGV"), ("abort", .workerCrashed, "SIGABRT"),
        ("leave", .workerCrashed, "exit code 3"), ("close", .workerCrashed, "closed its connection"),
        ("half a frame", .workerCrashed, "exit code 0"), ("huge frame", .workerCrashed, "frame of 4294967295 bytes"),
        ("garbage", .workerCrashed, "protocol version 60"), ("bad report", .workerCrashed, "not an object"),
        ("climbing attachment", .workerCrashed, "name of an attachment"),
        ("gift", .workerCrashed, "a descriptor is attached"), ("used up", .timeout, "SIGXCPU"),
        ("killed", .memoryLimit, "SIGKILL"), ("eat memory", .memoryLimit, "memory"),
        ("eat addresses", .memoryLimit, "SIGABRT"), ("run a program", .workerCrashed, "SIGSYS"),
        ("thread run a program", .workerCrashed, "SIGSYS"), ("thread crash", .workerCrashed, "SIGSEGV"),
    ])
    func badDocumentsFailAndTheNextSucceeds(name: String, code: FailureCode, words: String) throws {
        let slot = try HostileWorker.slot()
        let failure = try #require(slot.failure(of: name))
        #expect(failure.code == code)
        #expect(failure.stage == .parse)
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(failure.message.contains("\"\(name)\""))
        #expect(try slot.ask("nothing").report.mimeType == "text/plain")
    }

    @Test func theLastWordsOfACrashAreKeptAndPrintable() throws {
        let failure = try #require(try HostileWorker.slot().failure(of: "abort"))
        #expect(failure.details["signal"]?.string == "SIGABRT")
        let words = try #require(failure.details["last_words"]?.string)
        #expect(words.hasSuffix("assertion failed: \\u{1b}[2Jthe end"))
        #expect(words.utf8.count <= Limits.lastWordsBytes + 100)
    }

    @Test(arguments: ["hang", "spin", "chatter", "thread hang"])
    func aDocumentThatNeverEndsTimesOut(name: String) throws {
        let slot = try HostileWorker.slot()
        let start = Clock.sinceBoot()
        let failure = slot.failure(of: name, deadline: WorkDeadline(base: .milliseconds(200)))
        #expect(failure?.code == .timeout)
        #expect(failure?.details["limit_ms"]?.integer == 200)
        #expect(Clock.sinceBoot() - start < .seconds(10))
    }

    @Test func endlessOutputTimesOutToo() throws {
        let failure = try HostileWorker.slot().failure(
            of: "endless output", deadline: WorkDeadline(base: .milliseconds(200)))
        #expect(failure?.code == .timeout)
    }

    @Test func theDeadlineFollowsThePages() throws {
        let slot = try HostileWorker.slot()
        try slot.start()
        let perPage = WorkDeadline(base: .milliseconds(200), perPage: .milliseconds(100))
        #expect(try slot.ask("slow pages", deadline: perPage).report.pageCount == 100)
        let baseOnly = WorkDeadline(base: .milliseconds(200))
        #expect(slot.failure(of: "slow pages", deadline: baseOnly)?.code == .timeout)
    }

    @Test func aCancelledDocumentEndsSoon() throws {
        let slot = try HostileWorker.slot()
        let start = Clock.sinceBoot()
        let isCancelled = { Clock.sinceBoot() - start > .milliseconds(50) }
        #expect { try slot.ask("hang", isCancelled: isCancelled) } throws: { error in
            (error as? Failure)?.code == .cancelled
        }
        #expect(Clock.sinceBoot() - start < .seconds(10))
    }

    @Test func anErrorOfTheReceiverPassesThrough() throws {
        struct DiskFull: Error {}
        let slot = try HostileWorker.slot()
        let request = WorkerRequest(kind: .parse, name: "echo", path: "echo", size: 3)
        try FileFixture.with([1, 2, 3]) { file in
            _ = #expect(throws: DiskFull.self) {
                try slot.perform(request, file: file, deadline: .generous) { _, _ in throw DiskFull() }
            }
        }
        #expect(try slot.ask("nothing").report.failure == nil)
    }

    @Test func aWorkerThatGrewIsReplaced() throws {
        let slot = try HostileWorker.slot()
        let first = try slot.ask("process id").report.title
        #expect(try slot.ask("grow").report.failure == nil)
        #expect(try slot.ask("process id").report.title != first)
    }

    @Test func aWorkerThatDiedWhileIdleIsReplaced() throws {
        let slot = try HostileWorker.slot()
        let id = try #require(try slot.ask("process id").report.title.flatMap { Int32($0) })
        kill(id, SIGKILL)
        #expect(waitUntil { readState(id) == "Z" })
        #expect(try slot.ask("nothing").report.failure == nil)
    }

    @Test func aWorkerThatSpeaksUnaskedIsReplaced() throws {
        let slot = try HostileWorker.slot()
        #expect(try slot.ask("two reports").report.title == "first")
        #expect(try slot.ask("process id").report.title.flatMap { Int32($0) } != nil)
    }

    @Test func aWorkerDoesNotOutliveTheThreadThatStartedIt() throws {
        let started = Mailbox<Int32>()
        BlockingThread.start("owner") {
            guard let slot = try? HostileWorker.slot(), let title = try? slot.ask("process id").report.title else {
                return started.close()
            }
            // As in an agent that is killed: nothing is cleaned up.
            _ = Unmanaged.passRetained(slot)
            if let id = Int32(title) { started.put(id) }
        }
        let id = try #require(started.take(timeout: .seconds(20)).first)
        #expect(waitUntil { readState(id) == "Z" })
    }

    @Test func descriptorsDoNotPileUp() throws {
        func openDescriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }
        let before = try openDescriptors()
        let rounds = 60
        for _ in 0..<rounds { _ = try HostileWorker.slot().failure(of: "leave") }
        // Other tests open and close their own meanwhile; a leak would be one in each round at least.
        #expect(try openDescriptors() < before + rounds)
    }

    @Test func noProcessIsLeftBehind() throws {
        var ids: [Int32] = []
        do {
            let slot = try HostileWorker.slot()
            for name in ["process id", "crash", "process id", "garbage", "process id"] {
                if let id = try? slot.ask(name).report.title.flatMap({ Int32($0) }) { ids.append(id) }
            }
        }
        #expect(ids.count == 3)
        for id in ids { #expect(readState(id) == nil) }
    }

    @Test func parametersThatAreTooLongAreRefusedWithoutAWorker() throws {
        let slot = try HostileWorker.slot()
        let text = JSONValue.string(String(repeating: "x", count: Limits.frameBytes))
        #expect { try slot.ask("nothing", parameters: ["prompt": text]) } throws: { error in
            (error as? Failure)?.code == .validationError
        }
        #expect(slot.introduction == nil)
    }

    @Test func steeringFilesNearTheLimitPass() throws {
        let slot = try HostileWorker.slot()
        let parameters: JSONObject = ["prompt": .string(String(repeating: "x", count: 900_000))]
        #expect(try slot.ask("steer", parameters: parameters).report.steering == .object(parameters))
    }
}

/// The state letter of a process, as in proc(5); nil when there is none.
private func readState(_ id: Int32) -> String? {
    guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return nil }
    return text.split(separator: ")").last?.split(separator: " ").first.map(String.init)
}

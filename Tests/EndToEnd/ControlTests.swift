import Foundation
import Model
import TestSupport
import Testing

/// Files in `control/` steer a batch.
struct ControlTests {
    @Test func pauseHoldsAndResumeContinues() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("held", .notes(40))
                try await agent.reaches("processing", "held")
                try agent.control("held", "PAUSE")
                let paused = try await agent.reaches("paused", "held")
                #expect(paused.status?["status_v2"]?.string == "THROTTLED")
                try await eventually("the control file being taken") { !paused.contains("control/PAUSE") }
            }
            try await steadily("a paused batch stays paused", for: .seconds(1)) { agent.batch("held").word == "paused" }
            #expect(agent.batch("held").status?["completed_files"]?.integer ?? 0 < 40)
            try agent.control("held", "resume.txt")
            let batch = try await agent.finished("held", as: "completed")
            #expect(batch.eventNames.contains("batch.paused"))
            #expect(batch.eventNames.contains("batch.resumed"))
        }
    }

    @Test func aPauseOutlivesTheAgent() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("held", .notes(40))
                try await agent.reaches("processing", "held")
                try agent.control("held", "PAUSE")
                try await agent.reaches("paused", "held")
                await agent.kill()
            }
            try await agent.start()
            try await steadily("it is still paused", for: .seconds(1)) { agent.batch("held").word == "paused" }
            try agent.control("held", "RESUME")
            let batch = try await agent.finished("held", as: "completed")
            #expect(batch.results.count == 40)
        }
    }

    @Test func cancelKeepsWhatIsFinished() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("unwanted", .notes(40))
                try await agent.reaches("processing", "unwanted")
                try agent.control("unwanted", "CANCEL")
                try await eventually("the control file being taken") {
                    !agent.batch("unwanted").contains("control/CANCEL")
                }
            }
            let batch = try await agent.finished("unwanted", as: "cancelled")
            #expect(batch.status?["status_v2"]?.string == "CANCELLED")
            #expect(batch.results.count == 40)
            try agent.drop("next", .notes(1))
            try await agent.finished("next", as: "completed")
        }
    }

    @Test func retryRunsTheFailedItemsOnly() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("mixed", ["a.txt": "good", "b.pdf": "%PDF-1.4 damaged", "c.txt": "also good"])
            let before = try await agent.finished("mixed", as: "partially_failed").results
            try agent.control("mixed", "RETRY")
            try await eventually("the end of the second run") {
                agent.batch("mixed").eventNames.filter { $0 == "batch.completed" }.count == 2
                    && agent.batch("mixed").isFinal
            }
            let batch = agent.batch("mixed")
            let second = batch.events.drop { $0["event"]?.string != "batch.completed" }
            let started = second.filter { $0["event"]?.string == "item.started" }.compactMap { $0["index"]?.integer }
            #expect(started == [1])
            #expect(batch.results.count == 3)
            #expect(batch.result("a.txt") == before.first { $0["path"]?.string == "a.txt" })
        }
    }

    @Test func forceRunsAllAndKeepsTheOldResults() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("again", .notes(3))
            try await agent.finished("again", as: "completed")
            try agent.control("again", "FORCE")
            try await eventually("the end of the second run") {
                agent.batch("again").eventNames.filter { $0 == "batch.completed" }.count == 2
                    && agent.batch("again").isFinal
            }
            let batch = agent.batch("again")
            #expect(batch.eventNames.filter { $0 == "item.finished" }.count == 6)
            let versions = try FileManager.default.contentsOfDirectory(atPath: "\(batch.path)/versions")
            #expect(versions.count == 1)
        }
    }

    @Test func rerunMakesANewBatch() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("source", .notes(2))
            let first = try await agent.finished("source", as: "completed")
            try agent.control("source", "RERUN")
            let second = try await agent.finished("source (2)", as: "completed")
            #expect(second.status?["rerun_of"]?.string == first.id)
            #expect(second.id != first.id)
            #expect(second.results.count == 2)
        }
    }

    @Test(arguments: ["RESUME", "EXPORT.xlsx", "RETRY.99"])
    func refusalSaysWhy(word: String) async throws {
        try await AgentProcess.with { agent in
            try agent.drop("done", .notes(1))
            let batch = try await agent.finished("done", as: "completed")
            try agent.control("done", word)
            try await eventually("the refusal") { batch.contains("control/\(word).refused") }
            #expect(!batch.contains("control/\(word)"))
            #expect((batch.bytes("control/\(word).refused") ?? []).count > 10)
            try await eventually("the event") { batch.eventNames.last == "control.refused" }
        }
    }
}

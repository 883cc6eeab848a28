import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// `schedule`: outside of its hours a folder's batches wait and say until when.
struct LoadScheduleTests {
    @Test func aBatchOutsideOfTheHoursWaits() async throws {
        await Scenario.run("schedule: dropped outside of the hours", long: 3) { _ in
            // From an hour ahead to two hours ahead: closed now, whatever the time is.
            let options = AgentProcess.Options.folder(Self.window(fromMinutes: 60, toMinutes: 120))
            try await AgentProcess.with(options) { agent in
                try agent.drop("night", .notes(3))
                let batch = try await agent.reaches("throttled", "night")
                try check(batch.status?["throttled"]?["reason"]?.string?.contains("schedule") == true, batch.text)
                let resume = batch.status?["throttled"]?["resume_at"]?.string.flatMap(Timestamp.init)
                let wait = (resume?.milliseconds ?? 0) / 60_000 - Int64(Date().timeIntervalSince1970) / 60
                // The hours were chosen before the test waited for its turn.
                try check((20...60).contains(wait), "it goes on in \(wait) minutes")
                try check(agent.inboxNames.isEmpty, "it was not claimed")
                try agent.control("night", "PAUSE")
                try await agent.reaches("paused", "night")
                try agent.control("night", "RESUME")
                try await agent.reaches("throttled", "night")
                try check(!batch.eventNames.contains("item.started"), "an item started")

                try await check(agent.stop() == 0, "the agent did not end well")
                try agent.writeConfiguration(folder: ["batch_settle: 1s"], global: agent.options.global)
                try await agent.start()
                let done = try await agent.finished("night", as: "completed")
                try check(done.status?["throttled"] == .null, "throttled stays after the end")
            }
        }
    }

    @Test(.enabled(if: Scenario.isLong))
    func theHoursEndAndBeginAtWork() async throws {
        await Scenario.run("schedule: the hours end and begin while a batch is at work", long: 1) { _ in
            // Open until the next full minute but one, then closed for a minute.
            let options = AgentProcess.Options.folder(Self.window(fromMinutes: 3, toMinutes: 2), "max_concurrency: 1")
            try await AgentProcess.with(options) { agent in
                var number = 0
                // Fresh work all the time, so that some is under way when the hours end.
                try await eventually("the end of the hours", within: .seconds(150)) {
                    if number == 0 || agent.batch("part-\(number - 1)").isFinal {
                        try agent.drop("part-\(number)", .notes(50))
                        number += 1
                    }
                    return agent.batch("part-\(number - 1)").word == "throttled"
                }
                let last = agent.batch("part-\(number - 1)")
                try check(last.status?["throttled"]?["resume_at"]?.string != nil, "nothing says when it goes on")
                let done = try await agent.finished(last.name, as: "completed", within: .seconds(120))
                try check(done.status?["throttled"] == .null, "throttled stays after the end")
                try check(done.results.count == 50, "not every file has a result")
            }
        }
    }

    /// A window that many minutes from now, local time.
    private static func window(fromMinutes: Int, toMinutes: Int) -> String {
        func text(_ minutes: Int) -> String {
            var moment = time_t(Date().timeIntervalSince1970) + minutes * 60
            var civil = tm()
            localtime_r(&moment, &civil)
            return String(format: "%02d:%02d", civil.tm_hour, civil.tm_min)
        }
        return "schedule: {from: \"\(text(fromMinutes))\", to: \"\(text(toMinutes))\"}"
    }
}

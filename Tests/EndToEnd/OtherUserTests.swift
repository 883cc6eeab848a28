import Foundation
import TestSupport
import Testing

/// Uploads that belong to somebody else, with an agent that is an ordinary user.
@Suite(.enabled(if: TestUser.agent != nil && TestUser.uploader != nil && TestUser.testsRunAsRoot))
struct OtherUserTests {
    @Test(arguments: [true, false])
    func theStatusPrintsTheCommandThatHelps(capable: Bool) async throws {
        let agentName = try #require(TestUser.agent?.name)
        var options = AgentProcess.Options()
        options.privateUploads = true
        options.capable = capable
        try await AgentProcess.with(options) { agent in
            try agent.drop("private", Samples.letters)
            let batch = try await agent.reaches("stalled", "private")
            let error = try #require(batch.status?["error"])
            #expect(error["code"]?.string == "permission_denied")
            let resolution = try #require(error["resolution"]?.string)
            let command = try #require(resolution.firstMatch(of: /setfacl -R -m u:\S+ -m d:u:\S+ [^`\n]*\/private'?/))
            #expect(command.output.contains("u:\(agentName):rwX"))
            #expect(batch.text.contains("setfacl"))

            try AgentProcess.execute("/bin/sh", ["-c", String(command.output)])
            let done = try await agent.finished("private", as: "completed", within: .seconds(120))
            #expect(done.results.count == 2)
        }
    }

    @Test func oneUnreadableFileFailsAlone() async throws {
        try await AgentProcess.with { agent in
            try agent.copyInPlace("half", ["open.txt": "open", "shut.txt": "shut"])
            try AgentProcess.execute("/usr/bin/setfacl", ["-b", "\(agent.inbox)/half/shut.txt"])
            try AgentProcess.execute("/usr/bin/chmod", ["0600", "\(agent.inbox)/half/shut.txt"])
            let batch = try await agent.finished("half", as: "partially_failed")
            #expect(batch.errorCode("shut.txt") == "permission_denied")
            #expect(batch.result("open.txt")?["state"]?.string == "succeeded")
            #expect(batch.text.contains("shut.txt"))
        }
    }
}

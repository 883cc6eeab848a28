import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// Results belong to the group of the outbox, and nobody else may write them.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct GroupTests {
    /// A group of every Debian system that no test account is a member of.
    private static let group: gid_t = 100

    @Test(arguments: ["\"2750\"", "\"0750\""])
    func resultsAreReadableByTheGroupOfTheOutbox(mode: String) async throws {
        let options = AgentProcess.Options.folder("batch_settle: 1s", "permissions: {dir_mode: \(mode)}")
        try await AgentProcess.with(options, started: false) { agent in
            // Inherited: the agent itself may not be a member.
            try #require(chown(agent.outbox, TestUser.agent?.uid ?? 0, Self.group) == 0)
            try #require(chmod(agent.outbox, 0o2775) == 0)
            try await agent.start()
            try agent.drop("papers", ["letters/a.txt": "a", "b.txt": "b", "c.psd": .file(Samples.photoshop)])
            let batch = try await agent.finished("papers", as: "partially_failed")
            let isMember = TestUser.agent == nil
            for path in Self.everything(below: batch.path) {
                var status = stat()
                guard lstat(path, &status) == 0 else { continue }
                let bits = status.st_mode & 0o7777
                #expect(bits & 0o007 == 0, "others may use \(path): \(String(bits, radix: 8))")
                // chmod(2) of a mode without the bit that hands the group on needs a member.
                guard isMember || mode.contains("2750") else { continue }
                #expect(status.st_gid == Self.group, "\(path) is of group \(status.st_gid)")
                #expect(bits & 0o040 != 0, "the group may not read \(path): \(String(bits, radix: 8))")
            }
        }
    }

    @Test func modesThatLetEverybodyWriteAreRefused() async throws {
        let options = AgentProcess.Options.folder("permissions: {file_mode: \"0666\"}")
        try await AgentProcess.with(options, started: false) { agent in
            let result = try await agent.dropmill("run", within: .seconds(20))
            #expect(result.code == 3)
            #expect(result.errors.contains("file_mode"), "\(result.errors)")
        }
    }

    private static func everything(below path: String) -> [String] {
        let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return [path] + inside.map { "\(path)/\($0)" }
    }
}

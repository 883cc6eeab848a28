import Foundation
import Model
import TestSupport
import Testing

/// Archives that are refused stay where they are, cost little and leave nothing behind.
struct UnpackRefusalTests {
    private static var options: AgentProcess.Options { .folder("batch_settle: 1s", "unpack: true") }

    /// Drops an archive and checks that it is refused with one of these codes, in the inbox, without a trace in work.
    private func refuse(
        _ name: String, _ archive: [UInt8], as codes: String..., by agent: AgentProcess, within limit: Duration
    ) async throws {
        let began = ContinuousClock.now
        try agent.dropFile("\(name).zip", archive)
        let batch = try await agent.finished(name, as: "failed", within: limit)
        let status = batch.status ?? .null
        let code = status["error"]?["code"]?.string ?? ""
        try check(codes.contains(code), "\(name): \(code) after \(ContinuousClock.now - began)\n\(batch.text)")
        try check(status["status_v2"]?.string == "FAILED", "\(name) was not refused as a whole")
        try check(agent.inboxNames.contains("\(name).zip"), "\(name).zip left the inbox")
        try await eventually("an empty work directory") { try agent.workNames.isEmpty }
    }

    @Test func bombs() async throws {
        // 400 MB of zeros; the same with sizes that lie; 100,001 entries; a deep tree.
        let zeros = "add('zeros.txt', bytes(400 << 20))"
        let lie = """
            import struct
            for sign, place in ((b'PK\\x03\\x04', 22), (b'PK\\x01\\x02', 24)):
                at = data.find(sign)
                data[at + place:at + place + 4] = struct.pack('<I', 100)
            """
        let bomb = try ArchiveFixture.make(zeros)
        let liar = try ArchiveFixture.make(zeros, after: lie)
        let crowd = try ArchiveFixture.make("for n in range(100001): add('%d' % n, b'', method=zipfile.ZIP_STORED)")
        let deep = try ArchiveFixture.make("add('d/' * 80 + 'a.txt')")
        await Scenario.run("zip: bombs are refused early", long: 5) { _ in
            try await AgentProcess.with(Self.options) { agent in
                try await refuse("bomb", bomb, as: "archive_bomb", by: agent, within: .seconds(30))
                try await refuse(
                    "liar", liar, as: "archive_bomb", "corrupt_document", by: agent, within: .seconds(60))
                try await refuse("crowd", crowd, as: "too_many_files", by: agent, within: .seconds(60))
                try await refuse("deep", deep, as: "too_many_files", by: agent, within: .seconds(30))
                try agent.drop("after", .notes(2))
                try await agent.finished("after", as: "completed")
            }
        }
    }

    @Test func boundsOfTheFolder() async throws {
        let options = AgentProcess.Options.folder(
            "batch_settle: 1s", "unpack: true", "limits: {max_files: 5, max_total_bytes: 10kB}")
        await Scenario.run("zip: the limits of the folder hold", long: 5) { _ in
            try await AgentProcess.with(options) { agent in
                let many = try ArchiveFixture.notes(6)
                try await refuse("many", many, as: "too_many_files", by: agent, within: .seconds(30))
                let large = try ArchiveFixture.make("add('large.txt', b'x' * 10001)")
                try await refuse("large", large, as: "file_too_large", by: agent, within: .seconds(30))
                try agent.dropFile("few.zip", ArchiveFixture.notes(5))
                try await agent.finished("few", as: "completed")
            }
        }
    }

    @Test func damaged() async throws {
        let content = "for n in range(5): add('note-%d.txt' % n, random.randbytes(5000).hex().encode())"
        let whole = try ArchiveFixture.make(content)
        let locked = try ArchiveFixture.make(
            content,
            after: """
                for at in range(len(data)):
                    if data[at:at + 4] == b'PK\\x03\\x04': data[at + 6] |= 1
                    if data[at:at + 4] == b'PK\\x01\\x02': data[at + 8] |= 1
                """)
        let flipped = try ArchiveFixture.make(content, after: "data[2000] ^= 0xFF")
        let job = try ArchiveFixture.make(content + "\nadd('job.json', b'{\"priorty\": 3}')")
        await Scenario.run("zip: damaged, locked and wrongly steered ones wait for a better one", long: 10) { round in
            try await AgentProcess.with(Self.options) { agent in
                let cut = Array(whole.prefix(round % 2 == 0 ? whole.count / 2 : whole.count - 30))
                try await refuse("cut", cut, as: "corrupt_document", by: agent, within: .seconds(30))
                try await refuse("flipped", flipped, as: "corrupt_document", by: agent, within: .seconds(30))
                try await refuse("locked", locked, as: "encrypted_document", by: agent, within: .seconds(30))
                try await refuse("job", job, as: "validation_error", by: agent, within: .seconds(30))
                for name in ["cut", "flipped", "locked", "job"] {
                    try agent.dropFile("\(name).zip", whole)
                    try await agent.reaches("completed", name)
                }
            }
        }
    }

    @Test func askedAgain() async throws {
        await Scenario.run("zip: RETRY looks at a refused one again; a finished one says what to do", long: 3) { _ in
            try await AgentProcess.with(Self.options) { agent in
                let archive = try ArchiveFixture.notes(4)
                try await refuse(
                    "cut", Array(archive.dropLast(40)), as: "corrupt_document", by: agent, within: .seconds(30))
                try agent.control("cut", "RETRY")
                try await eventually("the answer") { agent.batch("cut").eventNames.contains("control.accepted") }
                try await agent.reaches("failed", "cut")
                try agent.dropFile("good.zip", archive)
                try await agent.finished("good", as: "completed")
                try agent.control("good", "FORCE")
                try await eventually("the refusal") { agent.batch("good").contains("control/FORCE.refused") }
                let answer = String(decoding: agent.batch("good").bytes("control/FORCE.refused") ?? [], as: UTF8.self)
                try check(answer.contains("Drop good.zip once more"), answer)
            }
        }
    }
}

extension AgentProcess {
    /// Names of the claims.
    var workNames: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "\(root)/.dropmill/work") }
    }
}

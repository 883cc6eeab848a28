import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// Webhooks and hooks of a running agent.
struct NoticeTests {
    private static func options(_ folder: String..., global: [String] = ["offline: false"]) -> AgentProcess.Options {
        var options = AgentProcess.Options()
        options.isPatient = true
        options.folder += folder
        options.global += global
        options.environment = ["WEBHOOK_SECRET": WebhookReceiver.secret]
        return options
    }

    @Test func aReceiverThatWasAwayIsToldEverythingOnceAfterAKill() async throws {
        try await withTemporaryDirectory { place in
            let receiver = WebhookReceiver(in: place)
            let hook = "{name: crm, url: '\(receiver.url("/ok"))', secret_env: WEBHOOK_SECRET, allow_private: true}"
            try await AgentProcess.with(Self.options("webhooks: [\(hook)]")) { agent in
                try agent.drop("mixed", ["a.txt": "good", "b.pdf": "%PDF-1.4 damaged"])
                let batch = try await agent.finished("mixed", as: "partially_failed")
                try await eventually("an attempt in vain") { agent.log.contains("was not told of") }
                await agent.kill()
                try await receiver.start()
                try await agent.start()
                try agent.drop("second", ["a.txt": "good"])
                try await agent.finished("second", as: "completed")
                try await eventually("all five events") { receiver.ids().count >= 5 }
                let ids = receiver.ids()
                #expect(ids.count == 5)
                #expect(Set(ids).count == 5)
                #expect(receiver.requests.allSatisfy { $0["verified"]?.bool == true })
                var bodies: [UInt8] = []
                for body in receiver.requests.compactMap({ $0["body"] }) {
                    bodies += JSONWriter.bytes(of: body) + [0x0A]
                }
                try Data(bodies).write(to: URL(fileURLWithPath: place + "/bodies"))
                #expect(try schemaProblems(of: place + "/bodies", schema: "notice", lines: true) == "")
                // A batch whose end was not quite noted when the agent was killed ends after the next one has begun.
                let first = receiver.requests.compactMap { $0["body"] }
                    .filter { $0["data"]?["batch_id"] == batch.status?["id"] }.compactMap { $0["type"]?.string }
                #expect(first == ["batch.uploaded", "document.failed", "batch.completed"])
                let list = try await agent.dropmill("webhook", "list", "--batch", "mixed", "--json")
                let log = try JSONParser.parse(Array(list.output.utf8))["deliveries"]?.array ?? []
                #expect(log.compactMap { $0["state"]?.string } == ["delivered", "delivered", "delivered"])
                #expect(log.contains { ($0["attempts"]?.integer ?? 0) > 1 })
                let again = try await agent.dropmill("webhook", "replay", "--batch", "mixed")
                #expect(again.code == 0, "\(again.errors)")
                #expect(receiver.ids().count == 8)
                #expect(Set(receiver.ids()).count == 5)
            }
        }
    }

    @Test func privateAddressesRedirectsAndSilenceAreNoDelivery() async throws {
        try await withTemporaryDirectory { place in
            let receiver = WebhookReceiver(in: place)
            try await receiver.start()
            func webhook(_ name: String, _ more: String = ", allow_private: true") -> String {
                "{name: \(name), url: '\(receiver.url("/" + name))', secret_env: WEBHOOK_SECRET\(more)}"
            }
            let all = [webhook("ok"), webhook("private", ""), webhook("redirect"), webhook("gone"), webhook("flood")]
            try await AgentProcess.with(Self.options("webhooks: [\(all.joined(separator: ", "))]")) { agent in
                for (name, code, words) in [
                    ("ok", 0, "answer 204"), ("private", 11, "127.0.0.1 is a loopback address"),
                    ("redirect", 11, "redirects are not followed"), ("gone", 11, "410"), ("flood", 0, "answer 200"),
                ] {
                    let result = try await agent.dropmill("webhook", "test", name)
                    #expect(result.code == Int32(code), "\(name): \(result.output) \(result.errors)")
                    #expect(result.output.contains(words), "\(name): \(result.output)")
                }
                // A redirect was not followed, and nothing was sent to an address that is not public.
                #expect(receiver.ids().count == 1)
                #expect(receiver.ids(at: "/private").isEmpty)
                let unknown = try await agent.dropmill("webhook", "test", "absent")
                #expect(unknown.code == 4)
                #expect(try await agent.stop() == 0)
                let alone = try await agent.dropmill("webhook", "test", "ok")
                #expect(alone.code == 1)
                #expect(alone.errors.contains("The agent"))
            }
        }
    }

    @Test func aHookIsToldOnItsStandardInputAndRunAgainWhenItFails() async throws {
        try await withTemporaryDirectory { place in
            let script = place + "/hook"
            let text = """
                #!/bin/sh
                cat >> \(place)/told
                env > \(place)/environment
                echo >> \(place)/told.count
                ls "$DROPMILL_OUTBOX/status.json" "$@" && echo "$DROPMILL_STATUS" > /dev/stderr
                [ "$(wc -l < \(place)/told.count)" -gt 1 ]
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: script))
            chmod(script, 0o755)
            chmod(place, 0o777)
            let hook = "hooks: [{run: [\(script), '/dev/null'], events: [batch.completed]}]"
            try await AgentProcess.with(Self.options(hook, global: [])) { agent in
                try agent.drop("bad", ["a.pdf": "%PDF-1.4 damaged"])
                let batch = try await agent.finished("bad", as: "failed")
                try await eventually("the second run") {
                    let count = (try? String(contentsOfFile: place + "/told.count", encoding: .utf8))?.count ?? 0
                    return count == 2
                }
                let told = try String(contentsOfFile: place + "/told", encoding: .utf8).split(separator: "\n")
                #expect(Set(told).count == 1)
                let body = try JSONParser.parse(Array(try #require(told.first).utf8))
                #expect(body["data"]?["outbox_path"]?.string == batch.path)
                #expect(body["data"]?["status"]?.string == "failed")
                let environment = try String(contentsOfFile: place + "/environment", encoding: .utf8)
                #expect(environment.contains("DROPMILL_BATCH_ID=\(batch.id)"))
                #expect(!environment.contains("WEBHOOK_SECRET"))
                var entry: JSONValue?
                for _ in 0..<Self.looks where entry?["state"]?.string != "delivered" {
                    let list = try await agent.dropmill("webhook", "list", "--json")
                    entry = try JSONParser.parse(Array(list.output.utf8))["deliveries"]?.array?.first
                }
                #expect(entry?["attempts"]?.integer == 2)
                #expect(entry?["note"]?.string?.contains("failed") == true)
            }
        }
    }

    /// Runs of the command line that may pass until the agent has noted how a hook ended.
    private static let looks = 20

    @Test(arguments: [
        ("hooks: [PLACE/open]", "may be changed by others"), ("hooks: [PLACE/dull]", "is no program"),
        ("webhooks: [{url: 'https://example.com/', secret_env: WRONG_SECRET}]", "must be `whsec_`"),
        ("webhooks: [{url: 'https://example.com/', secret_env: NO_SECRET}]", "NO_SECRET, which is not set"),
    ])
    func whatIsUnsafeIsRefused(line: String, words: String) async throws {
        try await AgentProcess.with(Self.options(), started: false) { agent in
            for (name, mode) in [("open", 0o777), ("dull", 0o644)] {
                try Data("#!/bin/sh\n".utf8).write(to: URL(fileURLWithPath: "\(agent.place)/\(name)"))
                chmod("\(agent.place)/\(name)", mode_t(mode))
            }
            try agent.writeConfiguration(
                folder: [line.replacing("PLACE", with: agent.place)], global: ["offline: false"])
            let result = try await agent.command(
                ["config", "check", "--config", agent.configuration], environment: ["WRONG_SECRET": "topsecret"])
            #expect(result.code == 3)
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(!result.errors.contains("topsecret"))
        }
    }

    @Test func healthAndMetricsFollowTheAgent() async throws {
        try await withTemporaryDirectory { place in
            let file = place + "/dropmill.prom"
            chmod(place, 0o777)
            try await AgentProcess.with(Self.options(global: ["metrics: {textfile: \(file)}"])) { agent in
                let well = try await agent.dropmill("health")
                #expect(well.code == 0, "\(well.output)")
                try await eventually("the first page") { FileManager.default.fileExists(atPath: file) }
                try agent.drop("bad", ["a.pdf": "%PDF-1.4 damaged"])
                try await agent.finished("bad", as: "failed")
                let ill = try await agent.dropmill("health", "--json")
                #expect(ill.code == 1)
                let findings = try JSONParser.parse(Array(ill.output.utf8))["findings"]?.array ?? []
                let problems = findings.filter { $0["grade"]?.string == "problem" }
                #expect(problems.compactMap { $0["subject"]?.string } == ["failed batches"])
                #expect(problems.first?["text"]?.string?.contains("bad in test") == true)
                try await eventually("the failed batch in the metrics") {
                    try String(contentsOfFile: file, encoding: .utf8).contains(
                        "dropmill_batches_finished_total{folder=\"test\",status=\"failed\"} 1")
                }
                #expect(try await agent.stop() == 0)
                let gone = try await agent.dropmill("health")
                #expect(gone.code == 1)
                #expect(gone.output.contains("No agent runs"))
            }
        }
    }
}

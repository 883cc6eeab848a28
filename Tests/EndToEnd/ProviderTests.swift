import Foundation
import Model
import TestSupport
import Testing

/// Extraction and tags by a model behind the OpenAI protocol, what it costs, and budgets.
struct ProviderTests {
    private func options(
        _ server: ProviderServer, type: String = "extract_v2", engine: String = "provider", global: [String] = []
    ) -> AgentProcess.Options {
        var options = AgentProcess.Options()
        options.job = "{type: \(type), configuration_id: cfg-asked}"
        options.global +=
            [
                "offline: false",
                "providers: {local: {base_url: '\(server.baseURL)', model: tiny, prices: {input: 1000, output: 2000}}}",
            ] + global
        return options
    }

    private func with(
        _ options: AgentProcess.Options, parameters: String, _ body: (AgentProcess) async throws -> Void
    ) async throws {
        try await AgentProcess.with(options, started: false) { agent in
            let type = options.job.contains("tag") ? "tag" : "extract_v2"
            let saved = "id: cfg-asked\ntype: \(type)\nparameters: \(parameters)\n"
            let directory = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(saved.utf8).write(to: URL(fileURLWithPath: directory + "/cfg-asked.yaml"))
            try await agent.start()
            try await body(agent)
        }
    }

    private static let totals = "{engine: provider, schema: {type: object, properties: {total: {type: number}}}}"

    @Test func fieldsAreAskedOfAModelAndItsTokensStandInTheLedger() async throws {
        let server = try ProviderServer(["answer": #"{"total": 12.5}"#])
        try await with(options(server), parameters: Self.totals) { agent in
            try agent.drop("asked", ["a.txt": "Invoice\nTotal 12.50\n", "b.txt": "Invoice b\nTotal 12.50\n"])
            let batch = try await agent.finished("asked", as: "completed")
            #expect(batch.json("files/a.txt/extract.json")?["total"]?.number == 12.5)
            #expect(batch.results.allSatisfy { ($0["cost"]?.number ?? 0) > 0 })
            #expect(try server.log().filter { $0["path"]?.string?.hasSuffix("chat/completions") == true }.count == 2)
            let cost = try await agent.dropmill("cost", batch.id, "--json")
            let lines = try JSONParser.parse(Array(cost.output.utf8))["lines"]?.array ?? []
            #expect(Set(lines.compactMap { $0["kind"]?.string }) == ["reserve", "settle"])
            let spent = lines.filter { $0["kind"] == "settle" }.compactMap { $0["amount"]?.number }.reduce(0, +)
            let sum = batch.results.compactMap { $0["cost"]?.number }.reduce(0, +)
            #expect(abs(spent - sum) < 0.000_001)
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
        }
    }

    @Test func aRefusalIsTheErrorOfItsFileAlone() async throws {
        let server = try ProviderServer([
            "answer": #"{"total": 1}"#, "script": [["kind": "refusal", "match": "secret"]],
        ])
        try await with(options(server), parameters: Self.totals) { agent in
            try agent.drop("mixed", ["a.txt": "Total 1\n", "b.txt": "a secret\n"])
            let batch = try await agent.finished("mixed", as: "partially_failed")
            #expect(batch.errorCode("b.txt") == "provider_refused")
            #expect(batch.errorCode("a.txt") == nil)
        }
    }

    @Test func aDocumentWithAPageThatCannotBeReadIsStillAskedAbout() async throws {
        let server = try ProviderServer(["answer": #"{"total": 7}"#])
        let parameters =
            "{engine: provider, allowed_page_failure_ratio: 0.5, "
            + "schema: {type: object, properties: {total: {type: number}}}}"
        try await with(options(server), parameters: parameters) { agent in
            let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            let endless = String(repeating: "(A) Tj ", count: 1_100_000)
            let pages = ["(Total 7) Tj ", endless].map {
                PDFFixture.RawPage(resources: "/Font << /F1 1 0 R >>", content: "BT /F1 9 Tf 72 700 Td \($0)ET")
            }
            try agent.drop("gap", ["gap.pdf": .file(PDFFixture.document(objects: [font], pages: pages))])
            let batch = try await agent.finished("gap", as: "partially_failed")
            #expect(batch.result("gap.pdf")?["state"] == "partial")
            #expect(batch.json("files/gap.pdf/extract.json")?["total"]?.number == 7)
        }
    }

    @Test func aServerThatHasNoRoomHoldsTheBatchUntilTheTimeItNames() async throws {
        let busy: JSONValue = ["status": 429, "headers": ["Retry-After": "4"], "times": 1]
        let server = try ProviderServer(["answer": #"{"total": 1}"#, "script": [busy]])
        try await with(options(server), parameters: Self.totals) { agent in
            try agent.drop("held", ["a.txt": "Total 1\n"])
            let batch = try await agent.reaches("throttled", "held")
            let throttled = try #require(batch.status?["throttled"])
            #expect(throttled["reason"]?.string?.contains("local") == true)
            #expect(throttled["resume_at"]?.string != nil)
            try await agent.finished("held", as: "completed")
            #expect(try server.log().filter { $0["path"]?.string?.hasSuffix("completions") == true }.count == 2)
        }
    }

    @Test func moneySetAsideWhenTheAgentWasKilledIsAccountedFor() async throws {
        let server = try ProviderServer(["answer": #"{"total": 1}"#, "delay": 2])
        try await with(options(server), parameters: Self.totals) { agent in
            try agent.drop("asked", ["a.txt": "Total 1\n", "b.txt": "Total 1 b\n"])
            try await eventually("a question") { try server.log().count > 1 }
            await agent.kill()
            try await agent.start()
            let batch = try await agent.finished("asked", as: "completed")
            let cost = try await agent.dropmill("cost", batch.id, "--json")
            let lines = try JSONParser.parse(Array(cost.output.utf8))["lines"]?.array ?? []
            func reservations(_ kinds: JSONValue...) -> [Int64] {
                lines.filter { $0["kind"].map(kinds.contains) == true }.compactMap { $0["reservation"]?.integer }
            }
            let made = reservations("reserve")
            #expect(made.count == 4)
            #expect(reservations("settle", "release").sorted() == made.sorted())
            #expect(batch.results.allSatisfy { ($0["cost"]?.number ?? 0) > 0 })
        }
    }

    @Test func aBudgetHoldsABatchThatWouldCostMoreAndSaysWhatIsMissing() async throws {
        var options = AgentProcess.Options()
        options.global += ["budget: {amount: 0.10, per: batch}", "prices: {processing: 0.03, storage: 0.01}"]
        options.checksInvariants = false
        try await AgentProcess.with(options) { agent in
            try agent.drop("dear", ["a.txt": "a", "b.txt": "b", "c.txt": "c"])
            let batch = try await agent.reaches("throttled", "dear")
            let status = try #require(batch.status)
            #expect(status["cost_estimate"]?["total"]?.number == 0.12)
            #expect(status["throttled"]?["reason"]?.string?.contains("insufficient_funds") == true)
            let details = status["throttled"]?["details"]
            #expect(details?["required_amount"]?.number == 0.12)
            #expect(details?["current_balance"]?.number == 0.1)
            #expect(details?["shortfall"]?.number == 0.02)
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
        }
    }

    @Test func whatFilesCostIsSettledReleasedAndNotChargedTwice() async throws {
        var options = AgentProcess.Options()
        options.global += ["prices: {processing: 0.03, storage: 0.01}"]
        try await AgentProcess.with(options) { agent in
            try agent.drop("priced", ["a.txt": "same", "b.txt": "same", "broken.pdf": "%PDF-1.4 and nothing"])
            let batch = try await agent.finished("priced", as: "partially_failed")
            #expect(batch.result("a.txt")?["cost"]?.number == 0.04)
            #expect(batch.result("b.txt")?["cost"]?.number == 0)
            #expect(batch.result("broken.pdf")?["cost"]?.number == 0)
            let cost = try await agent.dropmill("cost", batch.id, "--json")
            let lines = try JSONParser.parse(Array(cost.output.utf8))["lines"]?.array ?? []
            #expect(lines.contains { $0["reason"] == "duplicate" && $0["amount"]?.number == 0 })
            #expect(lines.contains { $0["kind"] == "release" && $0["index"]?.integer == 2 })
            let sums = try await agent.dropmill("cost", "--by", "folder", "--json")
            let groups = try JSONParser.parse(Array(sums.output.utf8))
            #expect(groups["total"]?.number == 0.04)
            #expect(groups["groups"]?.array?.first?["name"] == "test")
        }
    }

    @Test func aPausedBatchAsksNothingMoreAndGoesOn() async throws {
        let server = try ProviderServer(["answer": #"{"total": 1}"#, "delay": 1])
        var options = options(server)
        options.global.removeAll { $0.hasPrefix("providers") }
        options.global.append("providers: {local: {base_url: '\(server.baseURL)', max_in_flight: 1}}")
        try await with(options, parameters: Self.totals) { agent in
            let tree = FileTree(
                (0..<6).map { (BytePath("\($0).txt"), .file(Array("Total \($0)\n".utf8))) })
            try agent.drop("slow", tree)
            try await eventually("the first question") { try server.log().count > 0 }
            try agent.control("slow", "PAUSE")
            try await agent.reaches("paused", "slow")
            let asked = try server.log().count
            try await steadily("what was asked", for: .seconds(3)) { try server.log().count <= asked + 1 }
            try agent.control("slow", "RESUME")
            try await agent.finished("slow", as: "completed")
        }
    }
}

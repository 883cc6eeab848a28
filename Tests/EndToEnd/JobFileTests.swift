import Foundation
import Model
import TestSupport
import Testing

/// A `job.json` in the dropped directory: bodies of other systems, and mistakes.
struct JobFileTests {
    private static let unknownConfiguration = """
        {"config": {"job": {"configuration_id": "cfg-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "type": "parse_v2"}},
         "source_directory_id": "dir-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"}
        """
    private static let tagging = #"{"model_name": "openai/gpt-4o-mini", "num_pages": 3, "num_tags": 8}"#
    private static let extraction = """
        {"mime_type": "application/pdf", "prompt": "Extract the total.", "max_concurrency": 3,
         "schema": "{\\"total\\": \\"number\\"}"}
        """

    @Test(arguments: [
        ("{\"name\": ", "Invalid config JSON format"),
        (unknownConfiguration, "cfg-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"),
        (#"{"config": {"job": {"type": "embedd"}}}"#, "known are parse_v2, extract_v2, tag, embed"),
        (#"{"collection_id": "../other"}"#, "collection_id"),
        (#"{"max_concurency": 3}"#, "max_concurrency"),
        (#"{"name": "ok", "webhook": "http://example.com"}"#, "webhook"),
        (#"{"priority": 11}"#, "priority"),
    ])
    func refusedBatchStaysAndSaysWhy(body: String, part: String) async throws {
        try await AgentProcess.with { agent in
            try agent.drop("refused", ["a.txt": "a", "job.json": .file(Array(body.utf8))])
            let batch = try await agent.finished("refused", as: "failed")
            #expect(batch.status?["status_v2"]?.string == "FAILED")
            #expect(batch.status?["error"]?["code"]?.string == "validation_error")
            let message = batch.status?["error"]?["message"]?.string ?? ""
            #expect(message.contains(part), "\(message)")
            #expect(batch.text.contains("job.json") || batch.text.contains(part))
            #expect(agent.inboxNames == ["refused"], "the files stay where they were dropped")
        }
    }

    @Test(arguments: [(tagging, "tag"), (extraction, "extract_v2")])
    func bodiesOfOtherServicesRunAsTheirJobs(body: String, type: String) async throws {
        try await AgentProcess.with { agent in
            try agent.drop("accepted", ["a.txt": "Invoice\n\nTotal: 12.50 EUR\n", "job.json": .file(Array(body.utf8))])
            let batch = try await agent.finished("accepted", as: "completed")
            #expect(batch.status?["job"]?["type"]?.string == type)
            #expect(batch.contains(type == "tag" ? "files/a.txt/tags.json" : "files/a.txt/extract.json"))
        }
    }

    @Test func aSchemaAndAPromptBesideDocumentsRunAsExtraction() async throws {
        try await AgentProcess.with { agent in
            try agent.drop(
                "fields",
                [
                    "a.txt": "Invoice\n\nTotal: 12.50 EUR\n", "schema.json": #"{"total": "number"}"#,
                    "prompt.md": "Read the invoice.",
                ])
            let batch = try await agent.finished("fields", as: "completed")
            #expect(batch.results.count == 1)
            #expect(batch.json("files/a.txt/extract.json")?["total"]?.number == 12.5)
            let configuration = batch.json("config.json")
            #expect(configuration?["parameters"]?["schema"]?["type"] == "object")
            #expect(configuration?["settings"]?["schema_as_written"]?["total"] == "number")
            #expect(configuration?["parameters"]?["prompt"] == "Read the invoice.")
            #expect(configuration?["origins"]?["schema"] == "schema.json")
        }
    }

    @Test(arguments: [
        ("schema.json", "{\"total\": ", "Invalid schema"),
        ("schema.json", #"{"type": "object", "properties": 5}"#, "schema"),
        ("prompt.md", "only a prompt", "needs a schema"),
    ])
    func aSteeringFileThatCannotBeFollowedRefusesTheBatch(name: String, text: String, part: String) async throws {
        try await AgentProcess.with { agent in
            try agent.drop("refused", ["a.txt": "a", name: .file(Array(text.utf8))])
            let batch = try await agent.finished("refused", as: "failed")
            let message = batch.status?["error"]?["message"]?.string ?? ""
            #expect(message.contains(part), "\(message)")
            #expect(agent.inboxNames == ["refused"])
        }
    }

    @Test func correctedJobFileLetsTheBatchThrough() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("corrected", ["a.txt": "a", "job.json": "not JSON"])
            try await agent.finished("corrected", as: "failed")
            try Data(#"{"name": "Corrected letters"}"#.utf8)
                .write(to: URL(fileURLWithPath: "\(agent.inbox)/corrected/job.json"))
            let batch = try await agent.reaches("completed", "corrected")
            #expect(batch.status?["name"]?.string == "Corrected letters")
            #expect(batch.results.count == 1)
        }
    }

    @Test func collectionOptionsAreEchoed() async throws {
        try await AgentProcess.with(.folder("allow_collections: [quarterly_reports]")) { agent in
            let body = #"{"force_overwrite": true, "collection_id": "quarterly_reports"}"#
            try agent.drop("reports", ["a.txt": "a", "job.json": .file(Array(body.utf8))])
            let batch = try await agent.finished("reports", as: "completed")
            #expect(batch.status?["settings"]?["collection_id"]?.string == "quarterly_reports")
            #expect(batch.status?["settings"]?["force_overwrite"]?.bool == true)
        }
    }

    @Test func configurationIsFrozenWithItsOrigins() async throws {
        try await AgentProcess.with { agent in
            try agent.drop(
                "named", ["a.txt": "a", "job.yaml": "name: Named by its job file\nmax_concurrency: 1\npriority: 5\n"])
            let batch = try await agent.finished("named", as: "completed")
            #expect(batch.status?["name"]?.string == "Named by its job file")
            let configuration = try #require(batch.json("config.json"))
            #expect((configuration["sha256"]?.string ?? "").count == 64)
            let text = String(decoding: batch.bytes("config.json") ?? [], as: UTF8.self)
            #expect(text.contains("job_file"))
        }
    }

    @Test func ownConfigurationIsAcceptedInTheBodyOfAnAPI() async throws {
        var options = AgentProcess.Options()
        options.job = "{type: parse_v2, configuration_id: cfg-papers}"
        try await AgentProcess.with(options, started: false) { agent in
            let directory = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            try Data("id: cfg-papers\ntype: parse_v2\nparameters: {page_ranges: {target_pages: '2'}}\n".utf8)
                .write(to: URL(fileURLWithPath: "\(directory)/cfg-papers.yaml"))
            try await agent.start()
            let body = """
                {"config": {"job": {"configuration_id": "cfg-papers", "type": "parse_v2"}},
                 "source_directory_id": "dir-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"}
                """
            try agent.drop(
                "cloud", ["a.pdf": .file(Samples.pdf("one", "two")), "job.json": .file(Array(body.utf8))])
            let batch = try await agent.finished("cloud", as: "completed")
            let text = String(decoding: batch.bytes("files/a.pdf/document.txt") ?? [], as: UTF8.self)
            #expect(text.contains("two") && !text.contains("one"))
            #expect(batch.json("batch.json")?["config"]?["job"]?["configuration_id"]?.string == "cfg-papers")
            let directoryID = batch.json("batch.json")?["source_directory_id"]?.string
            #expect(directoryID == "dir-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee")
        }
    }
}

import Model
import Testing

@testable import Intake

@Suite struct JobFileTests {
    private func folder(_ change: (inout WatchFolder) -> Void = { _ in }) -> WatchFolder {
        var folder = WatchFolder(name: "f", root: "/f", job: Job(type: .parse, configurationID: "cfg-own"))
        folder.allowConfigurations = ["cfg-fast", "cfg-extract"]
        change(&folder)
        return folder
    }

    private let saved: [String: SavedConfiguration] = [
        "cfg-own": SavedConfiguration(id: "cfg-own", type: .parse, parameters: ["outputs": ["json"]]),
        "cfg-fast": SavedConfiguration(id: "cfg-fast", type: .parse),
        "cfg-extract": SavedConfiguration(id: "cfg-extract", type: .extract),
        "cfg-other": SavedConfiguration(id: "cfg-other", type: .parse),
    ]

    private static var batch: Batch {
        Batch(
            id: "bat-1", folder: "f", source: .directory, name: "drop", entry: BytePath("drop"),
            outboxName: BytePath("drop"), job: Job(type: .parse), sourceDirectoryID: "dir-1",
            createdAt: Timestamp(milliseconds: 0))
    }

    private func resolve(
        _ text: String?, in folder: WatchFolder? = nil, area: String? = nil,
        commandLine: CommandLineChoices = CommandLineChoices()
    ) throws -> Batch {
        var batch = Self.batch
        let folder = folder ?? self.folder()
        let file = try text.map {
            try JobFile(
                JSONParser.parse(Array($0.utf8)), named: "job.json", acceptsKeys: folder.acceptDroppedKeys)
        }
        try Resolution(folder: folder, configurations: saved, area: area, commandLine: commandLine)
            .apply(DroppedSteering(job: file), to: &batch)
        return batch
    }

    private func refusal(_ text: String) throws -> String {
        do {
            _ = try resolve(text)
            return "accepted"
        } catch let failure as Failure {
            #expect(failure.code == .validationError)
            return failure.message
        }
    }

    @Test func `The body of a LlamaCloud batch chooses a configuration the folder allows`() throws {
        let batch = try resolve(
            #"{"config": {"job": {"configuration_id": "cfg-fast", "type": "parse_v2"}}, "source_directory_id": "dir-x"}"#
        )
        #expect(batch.job == Job(type: .parse, configurationID: "cfg-fast"))
        #expect(batch.sourceDirectoryID == "dir-x")
        #expect(batch.configuration?.origins["job"] == "job_file")
    }

    @Test func `Options of a Wickson batch run as the job of the folder`() throws {
        let batch = try resolve(#"{"force_overwrite": true, "collection_id": "quarterly_reports"}"#)
        #expect(batch.job.configurationID == "cfg-own")
        #expect(batch.forceOverwrite)
        #expect(batch.collectionID == "quarterly_reports")
        #expect(batch.configuration?.origins["force_overwrite"] == "job_file")
        #expect(batch.configuration?.origins["project_id"] == "default")
    }

    @Test func `Keys beside batch_options win over those in it`() throws {
        let batch = try resolve(#"{"batch_options": "{\"priority\": 3, \"name\": \"inner\"}", "name": "outer"}"#)
        #expect(batch.priority == 3)
        #expect(batch.name == "outer")
    }

    @Test func `A job file tightens the bound of the folder and never loosens it`() throws {
        #expect(try resolve(#"{"max_concurrency": 2}"#).maxConcurrency == 2)
        #expect(try resolve(#"{"max_concurrency": 99}"#).maxConcurrency == 4)
        #expect(try resolve(nil, commandLine: CommandLineChoices(maxConcurrency: 9)).maxConcurrency == 9)
    }

    @Test(arguments: [
        (
            #"{"prompt": "Extract.", "schema": "{}", "mime_type": "application/pdf", "max_concurrency": 3}"#,
            "extract_v2"
        ),
        (#"{"api_key": "k", "model_name": "m", "num_pages": 3, "num_tags": 8}"#, "tag"),
    ])
    func `The keys of a job ask for it`(text: String, type: String) throws {
        let batch = try resolve(text)
        #expect(batch.job == Job(type: try #require(JobType(rawValue: type))))
        #expect(batch.configuration?.origins["job"] == "job_file")
        #expect(batch.configuration?.parameters["num_tags"] == (type == "tag" ? 8 : nil))
        #expect(batch.configuration?.parameters["prompt"] == (type == "tag" ? nil : "Extract."))
    }

    @Test func `Files beside the documents win over keys of the job file, and say so`() throws {
        var dropped = DroppedSteering(
            job: try JobFile(
                ["exclusion_words": ["draft"], "num_tags": 5], named: "job.json", acceptsKeys: false))
        dropped.exclusions = DroppedSteering.Named(["secret plan"], from: "exclusions.txt")
        var batch = Self.batch
        try Resolution(folder: folder(), configurations: saved).apply(dropped, to: &batch)
        #expect(batch.job.type == .tag)
        #expect(batch.configuration?.parameters["exclusions"] == ["secret plan"])
        #expect(batch.configuration?.origins["exclusions"] == "exclusions.txt")
        #expect(batch.warnings == ["exclusion_words in job.json is not used: exclusions.txt says it."])
    }

    @Test func `A schema and a prompt make a directory an extraction whatever the folder does`() throws {
        var dropped = DroppedSteering()
        dropped.schema = DroppedSteering.Named(["total": "number"], from: "schema.json")
        dropped.prompt = DroppedSteering.Named("Read the invoice.", from: "prompt.md")
        var batch = Self.batch
        try Resolution(folder: folder(), configurations: saved).apply(dropped, to: &batch) {
            type, parameters throws(Failure) in
            var normal = parameters
            normal["schema"] = ["type": "object"]
            return normal
        }
        let configuration = try #require(batch.configuration)
        #expect(batch.job == Job(type: .extract))
        #expect(configuration.parameters["schema"] == ["type": "object"])
        #expect(configuration.settings["schema_as_written"] == ["total": "number"])
        #expect(configuration.parameters["prompt"] == "Read the invoice.")
        #expect(configuration.origins["prompt"] == "prompt.md")
    }

    @Test func `Templates of a configuration are frozen with their hashes`() throws {
        var folder = folder { $0.job = Job(type: .extract, configurationID: "cfg-extract") }
        folder.allowConfigurations = []
        var configurations = saved
        configurations["cfg-extract"]?.templates = [
            SavedConfiguration.Template(name: "acme.yml", content: ["issuer": "ACME"])
        ]
        var batch = Self.batch
        try Resolution(folder: folder, configurations: configurations).apply(DroppedSteering(), to: &batch)
        let frozen = try #require(batch.configuration?.parameters["templates"]?.array?.first)
        #expect(frozen["name"] == "acme.yml")
        #expect(frozen["sha256"]?.string?.count == 64)
        #expect(frozen["content"]?["issuer"] == "ACME")
    }

    @Test(arguments: ["../x", "/etc", "a//b", "a/../b", ".a", "a b", "a\\b"])
    func `Ids of collections that could leave their place are refused`(id: String) throws {
        let text = String(decoding: JSONWriter.bytes(of: ["collection_id": .string(id)]), as: UTF8.self)
        #expect(try refusal(text).contains("collection_id in job.json must have"))
    }

    @Test func `Collections may lie within each other, and the standard one is where nothing is named`() throws {
        let named = try resolve(#"{"collection_id": "department/project/type"}"#)
        #expect(named.collection.parts == ["department", "project", "type"])
        #expect(try resolve("{}").collection == .standard)
    }

    @Test(arguments: [
        (#"[1]"#, "must be one JSON object"),
        (#"{"config": {"job": {"type": "parse"}}}"#, "known are parse_v2, extract_v2, tag, embed"),
        (#"{"config": {"job": {"configuration_id": "cfg-other"}}}"#, "known are cfg-extract, cfg-fast, cfg-own"),
        (#"{"config": {"job": {"configuration_id": "cfg-extract", "type": "parse_v2"}}}"#, "is for extract_v2"),
        (#"{"config": {"job": {"type": "parse_v2"}}, "num_tags": 3}"#, "num_tags belongs to tag"),
        (#"{"schema": {}, "num_tags": 3}"#, "asks for extract_v2 too, but num_tags belongs to tag"),
        (#"{"num_tags": 16}"#, "3 to 15"),
        (#"{"num_pages": 0}"#, "1 to 10"),
        (
            #"{"config": {"job": {"configuration_id": "cfg-fast"}}, "schema": {}}"#,
            "schema in job.json asks for extract_v2"
        ),
        (#"{"max_concurency": 3}"#, "unknown key max_concurency"),
        (#"{"config": {"jobs": {}}}"#, "unknown key config.jobs"),
        (#"{"priority": 11}"#, "from -10 to 10"),
        (#"{"priority": "high"}"#, "from -10 to 10"),
        (#"{"name": 5}"#, "name in job.json must be a text"),
        (#"{"force_overwrite": 1}"#, "must be true or false"),
        (#"{"metadata": []}"#, "metadata in job.json must be an object"),
        (#"{"batch_options": "{"}"#, "batch_options in job.json is not JSON"),
        (#"{"exports": "csv"}"#, "must be a list of formats: json, jsonl, csv"),
        (#"{"exports": ["csv", "xlsx"]}"#, "names xlsx that is no format; known are json"),
    ])
    func `What a job file cannot say is refused with what it can`(text: String, part: String) throws {
        let message = try refusal(text)
        #expect(message.contains(part), "\(message)")
    }

    @Test func `Exports are those of the job file, else of the folder`() throws {
        let exporting = folder { $0.exports = [.pdf] }
        let asked = try resolve(#"{"exports": ["CSV", "txt"]}"#, in: exporting)
        #expect(asked.configuration?.settings["exports"] == ["csv", "text"])
        #expect(asked.configuration?.origins["exports"] == "job_file")
        #expect(try resolve(nil, in: exporting).configuration?.settings["exports"] == ["pdf"])
        #expect(try resolve(#"{"exports": []}"#, in: exporting).configuration?.settings["exports"] == [])
        #expect(try resolve(nil).configuration?.settings["exports"] == nil)
    }

    @Test func `Names and metadata have a limit`() throws {
        #expect(try refusal(#"{"name": "\#(String(repeating: "n", count: 201))"}"#).contains("1 to 200 bytes"))
        let long = String(repeating: "m", count: 17_000)
        #expect(try refusal(#"{"metadata": {"m": "\#(long)"}}"#).contains("at most 16384"))
    }

    @Test func `A dropped key is ignored with a warning unless the folder accepts it`() throws {
        #expect(try resolve(#"{"api_key": "secret"}"#).warnings.count == 1)
        #expect(try resolve(#"{"api_key": "secret"}"#, in: folder { $0.acceptDroppedKeys = true }).warnings.isEmpty)
    }

    @Test func `A collection must be one the folder names, where it names any`() throws {
        let strict = folder { $0.allowCollections = ["invoices"] }
        #expect(try resolve(#"{"collection_id": "invoices"}"#, in: strict).collectionID == "invoices")
        #expect(throws: Failure.self) { try resolve(#"{"collection_id": "other"}"#, in: strict) }
    }

    @Test func `A permanent inbox selects the configuration of its name`() throws {
        #expect(try resolve(nil, area: "cfg-fast").job.configurationID == "cfg-fast")
        #expect(try resolve(nil, area: "alice").job.configurationID == "cfg-own")
    }

    @Test func `The command line wins over the job file`() throws {
        let own = SavedConfiguration(id: "cfg-mine", type: .parse)
        let batch = try resolve(
            #"{"config": {"job": {"configuration_id": "cfg-fast"}}}"#,
            commandLine: CommandLineChoices(configuration: own))
        #expect(batch.job.configurationID == "cfg-mine")
        #expect(batch.configuration?.origins["job"] == "command_line")
    }

    @Test func `Equal settings have equal hashes and others do not`() throws {
        let plain = try resolve(nil).configuration
        #expect(try resolve("{}").configuration?.sha256 == plain?.sha256)
        #expect(try resolve(#"{"priority": 1}"#).configuration?.sha256 != plain?.sha256)
        #expect(plain?.sha256.count == 64)
        #expect(plain?.parameters["outputs"] == ["json"])
        #expect(plain?.origins["outputs"] == "configuration")
    }
}

import Linux
import Model
import TestSupport
import Testing

@testable import Settings

@Suite struct ExampleTests {
    /// The repository, above Tests/Settings.
    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

    @Test func theExampleConfigurationLoads() throws {
        let loaded = try SettingsFile.load(Self.root + "/etc/dropmill.yaml")
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.settings.folders.map(\.name) == ["invoices", "letters"])
        let invoices = try #require(loaded.settings.folders.first)
        let job = Job(type: .parse, configurationID: "cfg-parse")
        #expect(invoices == WatchFolder(name: "invoices", root: "/srv/dropmill/invoices", job: job))
        // It says that it shows every key with its default.
        #expect(try keys(of: "dropmill.yaml", at: "") == Set(SettingsDocument.keys).subtracting(["configurations"]))
        #expect(try keys(of: "dropmill.yaml", at: "folders[0]") == Set(FolderReader.keys))
    }

    @Test func theExampleJobShowsTheDefaults() throws {
        let saved = try SavedConfigurationFile.load(Self.root + "/etc/configurations/cfg-parse.yaml")
        #expect(saved.parameters.keys.sorted() == JobParameters.names(for: .parse).sorted())
        #expect(JobParameters.filled(saved.parameters, for: .parse) == JobParameters.defaults(for: .parse))
    }

    @Test func theSchemasNameTheSameKeys() throws {
        let agent = try schema("dropmill")
        #expect(Set(agent["properties"]?.object?.keys ?? []) == Set(SettingsDocument.keys))
        let folder = agent["$defs"]?["folder"]?["properties"]?.object
        #expect(Set(folder?.keys ?? []) == Set(FolderReader.keys))
        let jobs = try schema("job-configuration")
        for type in JobType.allCases {
            let parameters = jobs["$defs"]?[type.rawValue]?["properties"]?.object
            #expect(Set(parameters?.keys ?? []) == Set(JobParameters.names(for: type)))
        }
    }

    @Test(
        arguments: [
            ("invoices", "invoices"), ("my scans", "my-scans"), ("Büro", "B-ro"), ("2026", "2026"), ("true", "true"),
            (".hidden", "hidden"), ("once", "documents"), ("…", "documents"), ("a: b #c", "a--b--c"), ("1e5", "1e5"),
        ])
    func theTemplateLoadsCleanly(directory: String, name: String) throws {
        let root = "/srv/with space \"quoted\"/" + directory
        let text = SettingsTemplate.yaml(root: root, stateDirectory: "/var/lib/dropmill/x", name: directory)
        let settings = try SettingsDocument.parse(text, file: "dropmill.yaml").settings
        let folder = try #require(settings.folders.first)
        #expect(folder == WatchFolder(name: name, root: root, job: Job(type: .parse)))
        #expect(settings.stateDirectory == "/var/lib/dropmill/x")
    }

    @Test func everyCommentedSettingOfTheTemplateIsItsDefault() throws {
        let text = SettingsTemplate.yaml(root: "/srv/a", stateDirectory: "/var/lib/a", name: "a")
        var shown: Set<String> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let body = line.drop { $0 == " " }
            let setting = body.hasPrefix("# ") ? body.dropFirst(2) : ""
            guard let colon = setting.firstIndex(of: ":"), Self.isKey(setting[..<colon]),
                !["configurations", "job"].contains(setting[..<colon])
            else { return String(line) }
            shown.insert(String(setting[..<colon]))
            return String(repeating: " ", count: line.count - body.count) + setting
        }
        let plain = try SettingsDocument.parse(text, file: "f").settings
        #expect(try SettingsDocument.parse(lines.joined(separator: "\n"), file: "f").settings == plain)
        let written: Set = ["version", "state_dir", "folders", "configurations", "name", "root", "job"]
        #expect(shown == Set(SettingsDocument.keys + FolderReader.keys).subtracting(written))
    }

    private static func isKey(_ text: Substring) -> Bool {
        (SettingsDocument.keys + FolderReader.keys).contains(String(text))
    }

    private func keys(of file: String, at path: String) throws -> Set<String> {
        let text = try SettingsText.read(Self.root + "/etc/" + file)
        let members = try SettingsText.value(of: text, file: file).member(path)?.members
        return Set(members?.map(\.key) ?? [])
    }

    private func schema(_ name: String) throws -> JSONValue {
        try JSONParser.parse(Array(try SettingsText.read(Self.root + "/etc/schemas/\(name).schema.json").utf8))
    }
}

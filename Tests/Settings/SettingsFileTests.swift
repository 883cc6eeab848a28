import Glibc
import Linux
import Model
import Settings
import TestSupport
import Testing

@Suite struct SettingsFileTests {
    @Test func theFileIsSearchedInOrder() throws {
        try withTemporaryDirectory { path in
            try write("version: 1\n", to: "dropmill.yaml", in: path + "/dropmill")
            let user = ["XDG_CONFIG_HOME": path, "HOME": "/nowhere"]
            #expect(try SettingsFile.search(explicit: "x.yaml", environment: user) == "x.yaml")
            #expect(try SettingsFile.search(explicit: nil, environment: user) == path + "/dropmill/dropmill.yaml")
            try write("version: 1\n", to: "dropmill.yaml", in: path + "/.config/dropmill")
            #expect(
                try SettingsFile.search(explicit: nil, environment: ["HOME": path])
                    == path + "/.config/dropmill/dropmill.yaml")
        }
    }

    @Test func noFileSaysWhereItWasLookedFor() {
        let error = #expect(throws: SettingsError.self) {
            try SettingsFile.search(explicit: nil, environment: ["XDG_CONFIG_HOME": "/nowhere"])
        }
        let message = error?.description ?? ""
        #expect(message.contains("/nowhere/dropmill/dropmill.yaml") && message.contains("dropmill init"))
    }

    @Test func savedConfigurationsBesideTheFileAreRead() throws {
        try withTemporaryDirectory { path in
            try write(SettingsSample.text(folder: "allow_configurations: [cfg-a]"), to: "dropmill.yaml", in: path)
            try write("id: cfg-a\ntype: parse_v2\n", to: "cfg-a.yaml", in: path + "/configurations")
            try write(
                "id: cfg-b\ntype: tag\nname: B\nparameters: {num_tags: 4}\n", to: "cfg-b.yaml",
                in: path + "/configurations")
            try write("anything", to: "README", in: path + "/configurations")
            try write("anything", to: "cfg-c.yml", in: path + "/configurations")
            let loaded = try SettingsFile.load(path + "/dropmill.yaml")
            #expect(loaded.settings.configurations.keys.sorted() == ["cfg-a", "cfg-b"])
            #expect(loaded.settings.configurations["cfg-b"]?.parameters == ["num_tags": 4])
            #expect(loaded.warnings.map(\.file) == [path + "/configurations/cfg-c.yml"])
        }
    }

    @Test(
        arguments: [
            ("job: {type: parse_v2, configuration_id: cfg-invoice}", 6, "cfg-invoices", "did you mean `cfg-invoices`?"),
            ("job: {type: parse_v2, configuration_id: other}", 6, nil, "saved are: cfg-embed, cfg-invoices, cfg-tags"),
            (
                "job: {type: parse_v2, configuration_id: cfg-tags}", 6, nil,
                "a configuration for tag, but the folder's job"
            ),
        ] as [(String, Int, String?, String)])
    func aFolderNamesSavedConfigurations(job: String, line: Int, nearest: String?, message: String) throws {
        try withTemporaryDirectory { path in
            let text = SettingsSample.text().replacing("job: {type: parse_v2}", with: job)
            try write(text, to: "dropmill.yaml", in: path)
            try write("id: cfg-invoices\ntype: parse_v2\n", to: "cfg-invoices.yaml", in: path + "/configurations")
            try write("id: cfg-tags\ntype: tag\n", to: "cfg-tags.yaml", in: path + "/configurations")
            try write("id: cfg-embed\ntype: embed\n", to: "cfg-embed.yaml", in: path + "/configurations")
            let problem = try #require(problems(path + "/dropmill.yaml").first)
            #expect(problem.description.hasPrefix("\(path)/dropmill.yaml:\(line):"), "\(problem)")
            #expect(problem.nearest == nearest)
            #expect(problem.message.contains(message), "\(problem)")
        }
    }

    @Test(
        arguments: [
            ("id: cfg-b\ntype: parse_v2\n", 1, "`id` is \"cfg-b\", but must be `cfg-a`, the name of the file"),
            ("type: parse_v2\n", 1, "`id` is missing"),
            ("id: cfg-a\n", 1, "`type` is missing"),
            ("id: cfg-a\ntype: parse_v3\n", 2, "`type` is \"parse_v3\", but must be one of parse_v2, extract_v2, tag"),
            ("id: cfg-a\ntype: parse_v2\nparams: {}\n", 3, "unknown key `params`"),
            ("id: cfg-a\ntype: parse_v2\nocr: {}\n", 3, "unknown key `ocr`; it belongs into `parameters`"),
            ("id: cfg-a\ntype: parse_v2\nparameters: []\n", 3, "`parameters` is an empty list, but must be a mapping"),
            (
                "id: cfg-a\ntype: parse_v2\nparameters:\n  ocr:\n    mode: offf\n", 5,
                "`ocr.mode` is \"offf\", but must be one of auto, always, never"
            ),
            (
                "id: cfg-a\ntype: parse_v2\nparameters:\n  passwords: [a]\n  outputt: [text]\n", 5,
                "unknown parameter `outputt`; did you mean `outputs`?"
            ),
        ])
    func aSavedConfigurationIsChecked(text: String, line: Int, message: String) throws {
        try withTemporaryDirectory { path in
            try write(SettingsSample.text(), to: "dropmill.yaml", in: path)
            try write(text, to: "cfg-a.yaml", in: path + "/configurations")
            let problem = try #require(problems(path + "/dropmill.yaml").first)
            #expect(problem.file == path + "/configurations/cfg-a.yaml")
            #expect(problem.line == line)
            #expect(problem.message.hasPrefix(message), "\(problem)")
        }
    }

    @Test func aConfigurationForOneRunMayHaveAnyFileName() throws {
        try withTemporaryDirectory { path in
            try write("id: cfg-a\ntype: parse_v2\nparameters: {outputs: [text]}\n", to: "mine.yaml", in: path)
            #expect(try SavedConfigurationFile.load(path + "/mine.yaml").parameters == ["outputs": ["text"]])
            try write("id: cfg-a\ntype: embed\nparameters: {collection_id: ../x}\n", to: "other.yaml", in: path)
            let error = #expect(throws: SettingsError.self) { try SavedConfigurationFile.load(path + "/other.yaml") }
            #expect(error?.problems.first?.code == .notAllowed)
        }
    }

    @Test func whatIsNotAFileOfTextIsRefused() throws {
        try withTemporaryDirectory { path in
            #expect(mkfifo(path + "/pipe", 0o600) == 0)
            try Directory(path: path).replace(BytePath("latin1.yaml"), with: [0x61, 0xE4, 0x0A], durable: false)
            let large = [UInt8](repeating: UInt8(ascii: "#"), count: (1 << 20) + 1)
            try Directory(path: path).replace(BytePath("large.yaml"), with: large, durable: false)
            #expect(problems(path + "/pipe").first?.message == "not a regular file")
            #expect(problems(path).first?.message == "not a regular file")
            #expect(problems(path + "/latin1.yaml").first?.message == "not UTF-8 text")
            #expect(problems(path + "/large.yaml").first?.message == "longer than 1048576 bytes")
            #expect(problems(path + "/none.yaml").map(\.code) == [.notFound])
        }
    }

    @Test func aNamedDirectoryOfConfigurationsMustExist() throws {
        try withTemporaryDirectory { path in
            try write(SettingsSample.text(agent: "configurations: jobs"), to: "dropmill.yaml", in: path)
            #expect(problems(path + "/dropmill.yaml").map(\.line) == [3])
            try write("id: cfg-a\ntype: parse_v2\n", to: "cfg-a.yaml", in: path + "/jobs")
            #expect(try SettingsFile.load(path + "/dropmill.yaml").settings.configurations.count == 1)
        }
    }

    private func problems(_ path: String) -> [SettingsProblem] {
        do {
            _ = try SettingsFile.load(path)
            return []
        } catch {
            return error.problems
        }
    }
}

/// Writes a small file into a directory, which is made with those above it.
func write(_ text: String, to name: String, in directory: String) throws {
    try Directory(path: "/").makeDirectories(BytePath(String(directory.dropFirst())))
    try Directory(path: directory).replace(BytePath(name), with: Array(text.utf8), durable: false)
}

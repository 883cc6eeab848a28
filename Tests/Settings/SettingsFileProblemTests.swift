import Model
import Settings
import Testing

@Suite struct SettingsFileProblemTests {
    @Test func aNewerVersionIsTheOnlyThingSaid() throws {
        let problems = SettingsSample.problems("version: 2\nsomething: new\n")
        #expect(problems.map(\.description) == ["dropmill.yaml:1:1: version 2 is newer than this program knows (1)"])
        #expect(problems.first?.code == .newerVersion)
    }

    @Test(arguments: ["version: one", "version: 0", "version: \"1\"", "version: 1.5"])
    func anOddVersionIsRefused(line: String) {
        let text = SettingsSample.text().replacing("version: 1", with: line)
        #expect(SettingsSample.problems(text).first?.message.hasSuffix("but must be 1") == true)
    }

    @Test func anEmptyFileNamesWhatIsMissing() {
        let problems = SettingsSample.problems("# nothing\n")
        #expect(problems.map(\.message) == ["version", "state_dir", "folders"].map { "`\($0)` is missing" })
        #expect(problems.allSatisfy { $0.code == .missingKey })
    }

    @Test(arguments: ["- a\n", "just text\n", "5\n"])
    func aFileThatIsNoMappingIsRefused(text: String) {
        #expect(SettingsSample.problems(text).first?.code == .wrongType)
    }

    @Test func aFolderNamesWhatIsMissing() {
        let problems = SettingsSample.problems("version: 1\nstate_dir: /s\nfolders:\n  - settle: 1s\n")
        #expect(problems.map(\.message) == ["name", "root", "job"].map { "`folders[0].\($0)` is missing" })
        #expect(problems.allSatisfy { $0.line == 4 })
    }

    @Test(
        arguments: [
            ("root: srv/letters", "but must be an absolute path"),
            ("root: ~/letters", "but must be an absolute path (`~` is not expanded)"),
            ("root: /", "but must be a path below /"),
        ])
    func theRootMustBeAbsolute(line: String, message: String) throws {
        let text = SettingsSample.text().replacing("root: /srv/letters", with: line)
        let problem = try #require(SettingsSample.problems(text).first)
        #expect(problem.line == 5)
        #expect(problem.message.contains(message))
    }

    @Test(
        arguments: [
            ("embedd", SettingsProblem.Code.notAllowed, "embed"), ("parse", .notAllowed, "parse_v2"),
            ("parse_v1", .notAllowed, "parse_v2"),
        ])
    func aJobThatNobodyKnowsIsRefused(type: String, code: SettingsProblem.Code, nearest: String?) throws {
        let text = SettingsSample.text().replacing("parse_v2", with: type)
        let problem = try #require(SettingsSample.problems(text).first)
        #expect(problem.code == code)
        #expect(problem.line == 6)
        #expect(problem.nearest == nearest)
        #expect(problem.message.contains("one of parse_v2, extract_v2, tag, embed"))
    }

    @Test func aKeySetTwiceIsRefused() throws {
        let problem = try #require(SettingsSample.problems(SettingsSample.text(agent: "workers: 1\nworkers: 2")).first)
        #expect(problem.code == .duplicateKey)
        #expect(problem.message == "`workers` is set more than once in this mapping")
        #expect(problem.line == 3)
    }

    @Test(arguments: ["", ".hidden", "a b", "a/b", "-x", "once", "a\\nb"])
    func aFolderNameIsAPlainWord(name: String) {
        let text = SettingsSample.text().replacing("name: letters", with: "name: \"\(name)\"")
        #expect(SettingsSample.problems(text).map(\.line) == [4])
    }

    @Test(
        arguments: [
            ("letters", "/srv/other", "", "two folders are named `letters`"),
            ("other", "/srv/letters", "", "`root` (/srv/letters) overlaps `root` (/srv/letters) of folder `letters`"),
            ("other", "/srv/letters/inbox/a", "", "`root` (/srv/letters/inbox/a) overlaps `root`"),
            ("other", "/srv", "", "`root` (/srv) overlaps `root` (/srv/letters)"),
            ("other", "/srv/other", "archive: /srv/letters/archive", "`archive` (/srv/letters/archive) overlaps"),
        ])
    func twoFoldersKeepApart(name: String, root: String, extra: String, message: String) throws {
        let second = """
              - name: \(name)
                root: \(root)
                job: {type: parse_v2}
                \(extra)
            """
        let problem = try #require(SettingsSample.problems(SettingsSample.text() + second + "\n").first)
        #expect(problem.code == .conflict)
        #expect(problem.message.hasPrefix(message), "\(problem.message)")
        #expect((7...10).contains(problem.line ?? 0))
    }

    @Test func twoInboxesDoNotShareTheirHiddenDirectory() throws {
        let text = """
            version: 1
            state_dir: /var/lib/dropmill
            folders:
              - {name: a, root: /srv/a, inbox: /data/in-a, job: {type: parse_v2}}
              - {name: b, root: /srv/b, inbox: /data/in-b, job: {type: parse_v2}}
            """
        let problem = try #require(SettingsSample.problems(text).first)
        #expect(problem.message.contains("share the directory /data"))
        #expect(problem.line == 5)
    }

    @Test(arguments: ["/srv/letters/inbox/state", "/srv/letters/outbox", "/srv/letters"])
    func theStateStaysOutOfTheFolders(path: String) throws {
        let text = SettingsSample.text().replacing("/var/lib/dropmill", with: path)
        let problem = try #require(SettingsSample.problems(text).first)
        #expect(problem.message.hasPrefix("`state_dir` (\(path)) and"))
        #expect(problem.line == 2)
    }

    @Test func inPlaceNeverDeletes() throws {
        let text = SettingsSample.text(folder: "in_place: true\n    on_success: delete")
        let problem = try #require(SettingsSample.problems(text).first)
        #expect(problem.code == .conflict)
        #expect(problem.line == 8)
        #expect(SettingsSample.problems(SettingsSample.text(folder: "in_place: true")).isEmpty)
    }

    @Test func inPlaceUnpacksNothing() throws {
        let problem = try #require(
            SettingsSample.problems(SettingsSample.text(folder: "in_place: true\n    unpack: true")).first)
        #expect(problem.code == .conflict)
        #expect(problem.line == 8)
    }

    @Test func everyProblemIsListedByLineUpToTheLimit() {
        let text = SettingsSample.text(agent: "worker: 2\noffline: 5", folder: "setle: 1s\n    seal: now")
        #expect(SettingsSample.problems(text).map(\.line) == [3, 4, 9, 10])
        let many = (0..<50).map { "wrong_\($0): 1" }.joined(separator: "\n")
        #expect(SettingsSample.problems(SettingsSample.text(agent: many)).count == 20)
    }

    @Test func hostileTextEndsInOneMessage() {
        let bomb =
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
            + (1..<30).map { "a\($0): &a\($0) [*a\($0 == 1 ? "" : String($0 - 1)),*a]\n" }.joined()
        let texts = [
            String(repeating: "[", count: 5000), bomb, "a: *missing\n", "\u{0}", "? [a]\n: b\n", "a: \"\\x\n",
            String(repeating: "a: 1 # padding\n", count: 100_000), "---\na: 1\n---\nb: 2\n", "{a: 1, ? , }",
        ]
        for text in texts { #expect(SettingsSample.problems(text).count >= 1, "\(text.prefix(40))") }
    }
}

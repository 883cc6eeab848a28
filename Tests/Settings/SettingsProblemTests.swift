import Model
import Settings
import Testing

/// One broken line and what is said about it.
struct BrokenLine: Sendable, CustomTestStringConvertible {
    let text: String
    let code: SettingsProblem.Code
    let message: String
    let nearest: String?

    init(_ text: String, _ code: SettingsProblem.Code, _ message: String, nearest: String? = nil) {
        self.text = text
        self.code = code
        self.message = message
        self.nearest = nearest
    }

    var testDescription: String { text }
}

@Suite struct SettingsProblemTests {
    @Test(
        arguments: [
            BrokenLine(
                "worker: 2", .unknownKey, "unknown key `worker`; did you mean `workers`?", nearest: "workers"),
            BrokenLine("colour: red", .unknownKey, "unknown key `colour`; known here: version, state_dir,"),
            BrokenLine(
                "settle: 10s", .unknownKey, "unknown key `settle`; it belongs into an entry of `folders`"),
            BrokenLine(
                "workers: many", .wrongType,
                "`workers` is \"many\", but must be `auto` or a whole number, 1 to 256"),
            BrokenLine("workers: 0", .notAllowed, "`workers` is 0, but must be `auto` or a whole number, 1 to 256"),
            BrokenLine("workers: \"2\"", .wrongType, "`workers` is \"2\", but must be `auto` or a whole number"),
            BrokenLine(
                "require_sandbox: yes", .wrongType, "`require_sandbox` is \"yes\", but must be true or false"),
            BrokenLine("min_free_bytes: lots", .wrongType, "`min_free_bytes` is \"lots\", but must be a size such as"),
            BrokenLine(
                "configurations: ~/jobs", .notAllowed, "`configurations` is \"~/jobs\", but must be an absolute"),
            BrokenLine("offline: never", .wrongType, "`offline` is \"never\", but must be true or false"),
            BrokenLine("budget: 5", .wrongType, "`budget` is 5, but must be a mapping of keys to values"),
            BrokenLine("providers: {a: {model: b}}", .missingKey, "`providers.a.base_url` is missing"),
            BrokenLine("fetch: {allow_private: maybe}", .wrongType, "`fetch.allow_private` is \"maybe\""),
            BrokenLine(
                "fetch: {alow_hosts: []}", .unknownKey,
                "unknown key `fetch.alow_hosts`; did you mean `allow_hosts`?", nearest: "allow_hosts"),
            BrokenLine(
                "metrics: {listen: \":9090\"}", .notAllowed, "`metrics.listen` is \":9090\", but must be an address"),
            BrokenLine("metrics: {textfile: /run/d.txt}", .notAllowed, "`metrics.textfile` is"),
            BrokenLine("providers: &p {}", .syntax, "anchors and aliases are not accepted here"),
            BrokenLine("workers: !!str 2", .syntax, "tags are not accepted here"),
            BrokenLine("<<: {workers: 2}", .syntax, "merge keys are not accepted here"),
            BrokenLine("workers: [1", .syntax, "not valid YAML: "),
        ])
    func lineThreeAtTheTop(broken: BrokenLine) throws {
        try expect(broken, SettingsSample.text(agent: broken.text), line: broken.code == .syntax ? nil : 3)
    }

    @Test(
        arguments: [
            BrokenLine(
                "setle: 1s", .unknownKey, "unknown key `folders[0].setle`; did you mean `settle`?", nearest: "settle"),
            BrokenLine(
                "onSucess: keep", .unknownKey, "unknown key `folders[0].onSucess`; did you mean `on_success`?",
                nearest: "on_success"),
            BrokenLine(
                "state_dir: /x", .unknownKey,
                "unknown key `folders[0].state_dir`; it belongs at the top of the file, not in a folder"),
            BrokenLine(
                "seal: quite", .notAllowed,
                "`folders[0].seal` is \"quite\", but must be one of quiet, marker, manifest; did you mean `quiet`?",
                nearest: "quiet"),
            BrokenLine(
                "loose_files: manifst", .notAllowed, "`folders[0].loose_files` is \"manifst\", but must be one of",
                nearest: "manifest"),
            BrokenLine("unpack: 1", .wrongType, "`folders[0].unpack` is 1, but must be"),
            BrokenLine("schedule: {from: \"18:00\"}", .missingKey, "`folders[0].schedule.to` is missing"),
            BrokenLine(
                "schedule: {from: \"24:00\", to: \"06:00\"}", .wrongType,
                "`folders[0].schedule.from` is \"24:00\", but must be a time of day in quotes"),
            BrokenLine(
                "schedule: {from: \"6:00\", to: \"06:00\"}", .wrongType, "`folders[0].schedule.from` is \"6:00\""),
            BrokenLine(
                "schedule: {from: \"06:00\", to: \"06:00\"}", .notAllowed,
                "`folders[0].schedule.to` is \"06:00\", but must be another time than `from`"),
            BrokenLine("hooks: [x]", .notAllowed, "`folders[0].hooks[0]` must be the absolute path of a program"),
            BrokenLine("hooks: [/bin/a, /usr/bin/a]", .conflict, "`folders[0].hooks` has two entries named a"),
            BrokenLine("webhooks: [{url: ftp://a}]", .notAllowed, "`folders[0].webhooks[0].url` must be an address"),
            BrokenLine(
                "webhooks: [{url: https://a/b}]", .missingKey, "`folders[0].webhooks[0]` needs `secret_env` or"),
            BrokenLine(
                "hooks: [{run: /bin/a, events: [done]}]", .notAllowed,
                "`folders[0].hooks[0].events` is \"done\", but must be a list of batch.uploaded"),
            BrokenLine(
                "webhooks: [{url: https://a/b, secret_env: A}]", .conflict,
                "`folders[0].webhooks` needs `offline: false`"),
            BrokenLine("retention: {trash: -3d}", .wrongType, "`folders[0].retention.trash` is"),
            BrokenLine("retention: {outbox: 0s}", .notAllowed, "`folders[0].retention.outbox` is"),
            BrokenLine(
                "retention: {archive: {bytes: 5}}", .unknownKey, "unknown key `folders[0].retention.archive.bytes`"),
            BrokenLine("backend: 5", .wrongType, "`folders[0].backend` is 5, but must be one of auto, inotify, poll"),
            BrokenLine("settle: 10", .wrongType, "`folders[0].settle` is 10, but must be a duration such as"),
            BrokenLine("max_wait: 10ms", .notAllowed, "`folders[0].max_wait` is \"10ms\", but must be from 1s to"),
            BrokenLine("ignore: \"*.bak\"", .wrongType, "`folders[0].ignore` is \"*.bak\", but must be a list"),
            BrokenLine("ignore: [a/b]", .notAllowed, "`folders[0].ignore` is \"a/b\", but must be a list of patterns"),
            BrokenLine("marker: a/b", .notAllowed, "`folders[0].marker` is \"a/b\", but must be one file name"),
            BrokenLine("inbox: in", .notAllowed, "`folders[0].inbox` is \"in\", but must be an absolute path"),
            BrokenLine("inbox: /srv/../etc", .notAllowed, "`folders[0].inbox` is \"/srv/../etc\", but must be a path"),
            BrokenLine("limits: 5", .wrongType, "`folders[0].limits` is 5, but must be a mapping"),
            BrokenLine(
                "limits: {max_file: 5}", .unknownKey,
                "unknown key `folders[0].limits.max_file`; did you mean `max_files`?", nearest: "max_files"),
            BrokenLine(
                "limits: {max_file_bytes: {documents: 5}}", .unknownKey,
                "unknown key `folders[0].limits.max_file_bytes.documents`; did you mean `document`?",
                nearest: "document"),
            BrokenLine(
                "permissions: {file_mode: 0640}", .wrongType,
                "`folders[0].permissions.file_mode` is 640, but must be an octal mode in quotes such as \"0640\""),
            BrokenLine(
                "permissions: {dir_mode: \"0070\"}", .notAllowed,
                "`folders[0].permissions.dir_mode` is \"0070\", but must be a mode with at least 700"),
            BrokenLine(
                "outbox: /srv/letters/inbox/out", .conflict,
                "`outbox` (/srv/letters/inbox/out) and `inbox` (/srv/letters/inbox) overlap"),
            BrokenLine("inbox: /srv/letters/outbox/in", .conflict, "`outbox` (/srv/letters/outbox) and `inbox`"),
            BrokenLine("archive: /srv/letters/inbox", .conflict, "`archive` (/srv/letters/inbox) and `inbox`"),
            BrokenLine("allow_configurations: [../x]", .notAllowed, "`folders[0].allow_configurations` is \"../x\""),
        ])
    func lineSevenInAFolder(broken: BrokenLine) throws {
        try expect(broken, SettingsSample.text(folder: broken.text), line: 7)
    }

    private func expect(_ broken: BrokenLine, _ text: String, line: Int?) throws {
        let problems = SettingsSample.problems(text)
        let problem = try #require(problems.first)
        #expect(problems.count == 1, "\(problems)")
        #expect(problem.code == broken.code)
        #expect(problem.message.hasPrefix(broken.message), "\(problem.message)")
        #expect(problem.nearest == broken.nearest)
        #expect(problem.file == "dropmill.yaml")
        if let line {
            #expect(problem.description.hasPrefix("dropmill.yaml:\(line):"), "\(problem)")
        } else {
            #expect(problem.line != nil)
        }
    }
}

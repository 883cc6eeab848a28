import Model

/// Reads `webhooks` and `hooks` of a folder.
struct ReceiverReader {
    private let reader: MappingReader

    /// The keys of a folder that are read here.
    static let keys = ["hooks", "webhooks"]

    init(_ reader: MappingReader) { self.reader = reader }

    /// Fills in what the file says.
    func read(into folder: inout WatchFolder) {
        folder.webhooks = entries("webhooks").compactMap { webhook($0.value, at: $0.path) }
        folder.hooks = entries("hooks").compactMap { hook($0.value, at: $0.path) }
        refuseDoubles(folder.webhooks.map(\.name), of: "webhooks")
        refuseDoubles(folder.hooks.map(\.name), of: "hooks")
    }

    private func entries(_ key: String) -> [(value: SourceValue, path: String)] {
        guard let value = reader.value(key) else { return [] }
        guard case .list(let values) = value.content, values.count <= Limits.receivers else {
            reader.refuse(key, .wrongType, mustBe: "a list of at most \(Limits.receivers) entries")
            return []
        }
        return values.enumerated().map { ($1, "\(reader.name(key))[\($0)]") }
    }

    private func webhook(_ value: SourceValue, at path: String) -> Webhook? {
        let known = ["name", "url", "secret_env", "secret_file", "events", "allow_private", "certificates"]
        guard let entry = MappingReader(value, path: path, known: known, log: reader.log), entry.require("url"),
            let url = entry.webAddress("url")
        else { return nil }
        guard let secret = entry.secret("secret") else {
            entry.log.report(
                .missingKey, "`\(path)` needs `secret_env` or `secret_file`: what requests are signed with",
                at: entry.place)
            return nil
        }
        let host = url.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" && $0 != "?" }
        var webhook = Webhook(
            name: entry.identifier("name") ?? String(host), url: url, secret: secret, events: events(of: entry))
        webhook.allowPrivate = entry.flag("allow_private", default: false)
        webhook.certificates = entry.absolutePath("certificates")
        return webhook
    }

    private func hook(_ value: SourceValue, at path: String) -> Hook? {
        if let text = value.json.string { return text.hasPrefix("/") ? named([text]) : refuse(path, value) }
        let known = ["name", "run", "events", "timeout", "attempts"]
        guard let entry = MappingReader(value, path: path, known: known, log: reader.log), entry.require("run") else {
            return nil
        }
        guard let command = command(of: entry) else { return refuse(path + ".run", value) }
        var hook = named(command)
        hook.name = entry.identifier("name") ?? hook.name
        hook.events = events(of: entry)
        hook.timeout = entry.duration("timeout", in: .seconds(1)...Limits.longestHook) ?? hook.timeout
        hook.attempts = entry.integer("attempts", in: 1...Limits.mostHookAttempts) ?? hook.attempts
        return hook
    }

    private func command(of entry: MappingReader) -> [String]? {
        guard let value = entry.value("run") else { return nil }
        let words: [String?]
        if case .list(let values) = value.content {
            words = values.map(\.json.string)
        } else {
            words = [value.json.string]
        }
        let command = words.compactMap(\.self)
        let isSound =
            command.count == words.count && (1...Limits.hookWords).contains(command.count)
            && command[0].hasPrefix("/") && command.allSatisfy { !$0.utf8.contains(0) }
        return isSound ? command : nil
    }

    private func named(_ command: [String]) -> Hook {
        Hook(name: command.first.map(SettingsText.name) ?? "", command: command)
    }

    private func refuse(_ path: String, _ value: SourceValue) -> Hook? {
        reader.log.report(
            .notAllowed,
            "`\(path)` must be the absolute path of a program, or a list of that and its arguments; "
                + "no shell is involved",
            at: value.place)
        return nil
    }

    private func events(of entry: MappingReader) -> [NoticeEvent] {
        guard entry.value("events") != nil else { return NoticeEvent.chosen }
        let words = NoticeEvent.chosen.map(\.rawValue)
        let chosen = entry.texts("events", of: words.joined(separator: ", "), accept: words.contains)
        return NoticeEvent.chosen.filter { chosen.contains($0.rawValue) }
    }

    // A queue belongs to a name.
    private func refuseDoubles(_ names: [String], of key: String) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            reader.log.report(
                .conflict,
                "`\(reader.name(key))` has two entries named \(printable(name)); give each a `name` of its own",
                at: reader.place(of: key))
        }
    }
}

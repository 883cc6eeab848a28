import Model
import Settings
import Testing

@Suite struct SettingsDocumentTests {
    @Test func theShortestFileGetsEveryDefault() throws {
        let text = """
            version: 1
            state_dir: /var/lib/dropmill
            folders:
              - name: letters
                root: /srv/letters
                job: {type: parse_v2}
            """
        let document = try SettingsDocument.parse(text, file: "dropmill.yaml")
        var expected = AgentSettings(stateDirectory: "/var/lib/dropmill")
        expected.folders = [WatchFolder(name: "letters", root: "/srv/letters", job: Job(type: .parse))]
        #expect(document.settings == expected)
        #expect(document.configurationsDirectory == nil)
    }

    @Test func everyBuiltKeyIsRead() throws {
        let text = """
            version: 1
            state_dir: //var/./lib/dropmill/
            configurations: jobs
            workers: 3
            require_sandbox: true
            min_free_bytes: 512MiB
            folders:
              - name: letters
                root: /srv/letters/
                inbox: /srv/drop/in
                outbox: /srv/results/out
                archive: /srv/drop/old
                job: {type: parse_v2, configuration_id: cfg-a, exports: [pdf, TXT]}
                allow_configurations: [cfg-b]
                allow_collections: [reports]
                subfolders: inboxes
                seal: marker
                marker: fertig
                loose_files: group
                settle: 500ms
                batch_settle: 0s
                max_wait: 2h
                partial_max_age: 7d
                backend: poll
                writers: network
                ignore: ["*.bak"]
                partial: ["*.uploading"]
                on_success: delete
                on_failure: keep
                archive_by: month
                max_concurrency: 8
                schedule: {from: "18:00", to: "06:30"}
                limits: {max_files: 10, max_total_bytes: 1.5GB, max_file_bytes: {document: 1kB}, max_pages: 7}
                accept_dropped_keys: true
                project_id: "4711"
                permissions: {group: staff, file_mode: "0660", dir_mode: "2770"}
            """
        let document = try SettingsDocument.parse(text, file: "etc/dropmill.yaml")
        let settings = document.settings
        #expect(settings.stateDirectory == "/var/lib/dropmill")
        #expect(document.configurationsDirectory == "etc/jobs")
        #expect(settings.workers == 3)
        #expect(settings.requireSandbox)
        #expect(settings.minFreeBytes == 512 << 20)
        var expected = WatchFolder(
            name: "letters", root: "/srv/letters", job: Job(type: .parse, configurationID: "cfg-a"))
        expected.inbox = "/srv/drop/in"
        expected.outbox = "/srv/results/out"
        expected.archive = "/srv/drop/old"
        expected.exports = [.pdf, .text]
        expected.allowConfigurations = ["cfg-b"]
        expected.allowCollections = ["reports"]
        expected.subfolders = .inboxes
        expected.seal = .marker
        expected.marker = "fertig"
        expected.looseFiles = .group
        expected.settle = .milliseconds(500)
        expected.batchSettle = .zero
        expected.maxWait = .seconds(7200)
        expected.partialMaxAge = .seconds(7 * 86_400)
        expected.backend = .poll
        expected.writers = .network
        expected.ignore = ["*.bak"]
        expected.partial = ["*.uploading"]
        expected.onSuccess = .delete
        expected.onFailure = .keep
        expected.archiveBy = .month
        expected.maxConcurrency = 8
        expected.schedule = WatchFolder.Schedule(from: 18 * 60, to: 6 * 60 + 30)
        expected.limits = WatchFolder.BatchLimits(
            maxFiles: 10, maxTotalBytes: 1_500_000_000, maxFileBytes: [.document: 1000], maxPages: 7)
        expected.acceptDroppedKeys = true
        expected.projectID = "4711"
        expected.permissions = WatchFolder.Permissions(group: "staff", fileMode: 0o660, directoryMode: 0o2770)
        #expect(settings.folders == [expected])
    }

    @Test(
        arguments: [
            ("{outbox: 90d}", .init(outbox: .init(age: .seconds(90 * 86_400)))),
            (
                "{archive: {age: 1h, size: 2GB}, trash: 0}",
                .init(archive: .init(age: .seconds(3600), bytes: 2_000_000_000), trash: .zero)
            ),
            ("{outbox: {size: 5kB}, archive: null}", .init(outbox: .init(bytes: 5000))),
        ] as [(String, WatchFolder.Retention)])
    func retention(written: String, read: WatchFolder.Retention) throws {
        let text = SettingsSample.text(folder: "retention: \(written)")
        #expect(try SettingsDocument.parse(text, file: "f").settings.folders.first?.retention == read)
    }

    @Test func nullIsTheDefaultForEveryOptionalKey() throws {
        let agent = [
            "configurations", "workers", "offline", "require_sandbox", "worker_user", "min_free_bytes", "providers",
            "fetch", "budget", "prices", "metrics",
        ]
        let folder = [
            "inbox", "outbox", "archive", "allow_configurations", "subfolders", "seal", "marker", "loose_files",
            "unpack", "settle", "batch_settle", "max_wait", "backend", "ignore", "in_place", "on_success",
            "max_concurrency", "schedule", "limits", "project_id", "permissions", "retention", "hooks",
            "webhooks",
        ]
        let text = SettingsSample.text(
            agent: agent.map { "\($0): null" }.joined(separator: "\n"),
            folder: folder.map { "\($0): null" }.joined(separator: "\n    "))
        let plain = try SettingsDocument.parse(SettingsSample.text(), file: "f")
        #expect(try SettingsDocument.parse(text, file: "f").settings == plain.settings)
    }

    @Test(
        arguments: [
            ("0", 0), ("17", 17), ("512KiB", 512 << 10), ("100MB", 100_000_000), ("\"1 GB\"", 1_000_000_000),
            ("1.5kB", 1500), ("2TiB", 2 << 40), ("1b", nil), ("-1", nil), ("\"\"", nil), ("9999999TB", nil),
            ("1.5", nil),
            ("MB", nil), ("1..5MB", nil), ("true", nil),
        ] as [(String, Int64?)])
    func sizes(written: String, bytes: Int64?) throws {
        let text = SettingsSample.text(agent: "min_free_bytes: \(written)")
        if let bytes {
            #expect(try SettingsDocument.parse(text, file: "f").settings.minFreeBytes == bytes)
        } else {
            #expect(throws: SettingsError.self) { try SettingsDocument.parse(text, file: "f") }
        }
    }

    @Test(
        arguments: [
            ("500ms", .milliseconds(500)), ("10s", .seconds(10)), ("1.5m", .seconds(90)), ("24h", .seconds(86_400)),
            ("0", .zero), ("10", nil), ("10 sec", nil), ("-5s", nil), ("25h", nil), ("999999999999999999999d", nil),
            ("[]", nil),
        ] as [(String, Duration?)])
    func durations(written: String, duration: Duration?) throws {
        let text = SettingsSample.text(folder: "batch_settle: \(written)")
        if let duration {
            #expect(try SettingsDocument.parse(text, file: "f").settings.folders.first?.batchSettle == duration)
        } else {
            #expect(throws: SettingsError.self) { try SettingsDocument.parse(text, file: "f") }
        }
    }
}

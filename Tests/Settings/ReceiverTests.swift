import Model
import Testing

@testable import Settings

/// Webhooks, hooks and metrics as dropmill.yaml names them.
@Suite struct ReceiverTests {
    private func settings(_ folder: String, agent: String = "offline: false") throws -> AgentSettings {
        try SettingsDocument.parse(SettingsSample.text(agent: agent, folder: folder), file: "f").settings
    }

    @Test func webhooks() throws {
        let line = """
            webhooks: [{url: "https://example.com:8443/a?key=b", secret_env: A}, {name: crm, url: "http://10.0.0.1/", \
            secret_file: /etc/secret, events: [document.failed, batch.completed], allow_private: true}]
            """
        let folder = try #require(try settings(line).folders.first)
        var crm = Webhook(name: "crm", url: "http://10.0.0.1/", secret: .file("/etc/secret"))
        crm.events = [.completed, .documentFailed]
        crm.allowPrivate = true
        let first = Webhook(
            name: "example.com:8443", url: "https://example.com:8443/a?key=b", secret: .environment("A"))
        #expect(folder.webhooks == [first, crm])
    }

    @Test func hooks() throws {
        let third = "{run: [/bin/b, -x, \"1\"], timeout: 5m, attempts: 1, name: c}"
        let line = "hooks: [/usr/bin/tell, {run: /bin/a}, \(third)]"
        let folder = try #require(try settings(line).folders.first)
        var last = Hook(name: "c", command: ["/bin/b", "-x", "1"])
        last.timeout = .seconds(300)
        last.attempts = 1
        #expect(
            folder.hooks == [
                Hook(name: "tell", command: ["/usr/bin/tell"]), Hook(name: "a", command: ["/bin/a"]), last,
            ])
        // Programs on this machine are no network.
        #expect(try settings(line, agent: "offline: true").folders.first?.hooks.count == 3)
    }

    @Test(arguments: ["hooks: [{run: [relative]}]", "hooks: [{run: []}]", "hooks: [{run: [/bin/a, 1]}]", "hooks: [3]"])
    func whatIsNoProgramIsRefused(line: String) {
        #expect(throws: SettingsError.self) { try settings(line) }
    }

    @Test func metrics() throws {
        let settings = try settings("", agent: "metrics: {textfile: /run/d.prom, listen: \"[::1]:9464\"}")
        let listen = ListenAddress(isVersion6: true, port: 9464)
        #expect(settings.metrics == MetricsSettings(textfile: "/run/d.prom", listen: listen))
    }
}

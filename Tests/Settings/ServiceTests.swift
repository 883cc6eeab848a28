import Foundation
import Model
import TestSupport
import Testing

@testable import Settings

@Suite struct ServiceTests {
    private func settings(_ lines: String) throws -> AgentSettings {
        try SettingsDocument.parse(SettingsSample.text() + lines, file: "dropmill.yaml").settings
    }

    @Test func aProviderIsReadWithItsPrices() throws {
        let settings = try settings(
            """

            offline: false
            providers:
              local: {base_url: "http://127.0.0.1:8080/v1", model: tiny, max_in_flight: 50, timeout: 2m}
              far:
                base_url: https://example.com/v1
                api_key_env: FAR_KEY
                prices: {big: {input: 2.50, output: 10}, small: {input: 0.000001}}
            """)
        #expect(settings.providers.map(\.name) == ["local", "far"])
        #expect(settings.providers[0].maxInFlight == 50)
        #expect(settings.providers[0].timeout == .seconds(120))
        #expect(settings.providers[1].key == .environment("FAR_KEY"))
        #expect(settings.providers[1].prices["big"]?.input == Money("2.50"))
        #expect(settings.providers[1].prices["small"]?.input == Money(microUnits: 1))
    }

    @Test func pricesOfAllModelsBudgetAndFilesAreAmounts() throws {
        let settings = try settings(
            """

            offline: false
            providers: {local: {base_url: "http://localhost/v1", prices: {input: 0.15, output: 0.6}}}
            budget: {amount: 0.10, per: batch}
            prices: {processing: {document: 0.03, video: 0.1}, storage: 0.01}
            """)
        #expect(settings.providers[0].prices["*"]?.output == Money("0.6"))
        #expect(settings.budget == Budget(amount: Money(microUnits: 100_000), per: .batch))
        #expect(settings.prices.price(of: .document) == Money("0.04"))
        #expect(settings.prices.price(of: .image) == Money("0.01"))
    }

    @Test(arguments: [
        ("providers: {a: {model: m}}", "base_url"),
        ("providers: {a: {base_url: \"https://me:secret@example.com\"}}", "keys belong into the environment"),
        ("providers: {a: {base_url: example.com}}", "must be an address"),
        ("providers: {a: {base_url: \"http://a/v1\", api_key: secret}}", "did you mean `api_key_env`?"),
        ("providers: {a: {base_url: \"http://a/v1\", api_key_env: A, api_key_file: /k}}", "both set"),
        ("budget: {per: day}", "amount"), ("budget: {amount: -1}", "an amount such as 0.15"),
        ("budget: {amount: 1, per: year}", "batch, day, month"), ("prices: {storage: much}", "an amount"),
        ("fetch: {s3: {access_key_env: A}}", "both an access key and a secret key"),
        ("fetch: {allow_hosts: [\"http://a/b\"]}", "host names"),
    ])
    func whatDoesNotFitIsNamed(line: String, part: String) throws {
        let text = SettingsSample.text() + "\noffline: false\n" + line + "\n"
        let found = SettingsSample.problems(text).map(\.description).joined(separator: "\n")
        #expect(found.contains(part), "\(found)")
        #expect(!found.contains("secret@"))
    }

    @Test func providersUnderOfflineAreAWarningAndAnEngineThatNeedsThemAnError() throws {
        try withTemporaryDirectory { path in
            let file = path + "/dropmill.yaml"
            let text = SettingsSample.text() + "\nproviders: {a: {base_url: \"http://a/v1\", api_key_env: NOT_SET}}\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let loaded = try SettingsFile.load(file)
            #expect(loaded.warnings.contains { $0.message.contains("`providers` is not used") })
            #expect(try loaded.secrets().providers.isEmpty)
            try FileManager.default.createDirectory(
                atPath: path + "/configurations", withIntermediateDirectories: true)
            let saved = "id: cfg-a\ntype: extract_v2\nparameters: {engine: provider, schema: {total: number}}\n"
            try Data(saved.utf8).write(to: URL(fileURLWithPath: path + "/configurations/cfg-a.yaml"))
            let error = #expect(throws: SettingsError.self) { _ = try SettingsFile.load(file) }
            #expect(error?.description.contains("`offline` is true") == true)
        }
    }

    @Test func aKeyThatIsMissingOrOpenToOthersIsRefused() throws {
        try withTemporaryDirectory { path in
            let key = path + "/key"
            try Data("sk-very-secret\n".utf8).write(to: URL(fileURLWithPath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let file = path + "/dropmill.yaml"
            let text =
                SettingsSample.text()
                + "\noffline: false\nproviders: {a: {base_url: \"http://a/v1\", api_key_file: \(key)}}\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            let loaded = try SettingsFile.load(file)
            let error = #expect(throws: SettingsError.self) { _ = try loaded.secrets() }
            #expect(error?.description.contains("may be read by others") == true)
            #expect(error?.description.hasSuffix("api_key_env: NAME") == true)
            #expect(error?.description.contains("very-secret") == false)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            #expect(try loaded.secrets().providers == ["a": "sk-very-secret"])
        }
    }

    @Test func templatesBesideAConfigurationAreReadWithIt() throws {
        try withTemporaryDirectory { path in
            try FileManager.default.createDirectory(atPath: path + "/forms", withIntermediateDirectories: true)
            let template = "issuer: ACME\nkeywords: [ACME]\nfields: {amount: 'Total (\\d+)'}\n"
            try Data(template.utf8).write(to: URL(fileURLWithPath: path + "/forms/acme.yml"))
            let saved = "id: cfg-a\ntype: extract_v2\nparameters: {templates: forms, schema: {amount: number}}\n"
            try Data(saved.utf8).write(to: URL(fileURLWithPath: path + "/cfg-a.yaml"))
            let configuration = try SavedConfigurationFile.load(path + "/cfg-a.yaml")
            #expect(configuration.templates.map(\.name) == ["acme.yml"])
            #expect(configuration.templates[0].content["fields"]?["amount"] == "Total (\\d+)")
            try Data("issuer: &a ACME\nother: *a\n".utf8).write(to: URL(fileURLWithPath: path + "/forms/bad.yml"))
            let error = #expect(throws: SettingsError.self) {
                _ = try SavedConfigurationFile.load(path + "/cfg-a.yaml")
            }
            #expect(error?.description.contains("bad.yml:1") == true)
        }
    }
}

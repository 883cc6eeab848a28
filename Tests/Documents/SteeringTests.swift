import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct SteeringTests {
    private func steer(_ text: String, name: String) throws -> WorkerReport {
        try process(text, name: name, kind: .steer).report
    }

    @Test func jsonAndYAMLMeanTheSame() throws {
        let json = try steer(
            "{\"config\":{\"job\":{\"type\":\"parse_v2\"}},\"priority\":3,\"on\":true}", name: "job.json")
        let yaml = try steer("config:\n  job: {type: parse_v2}\npriority: 3\n'on': true\n", name: "job.yaml")
        #expect(json.failure == nil)
        #expect(yaml.failure == nil)
        #expect(json.steering != nil)
        #expect(json.steering == yaml.steering)
    }

    @Test func scalarsFollowTheCoreSchema() throws {
        let yaml = "[1, -2.5, yes, \"1\", 007, ~, null, 2026-01-01, 1e3, .5]"
        let expected: JSONValue = [1, -2.5, "yes", "1", "007", .null, .null, "2026-01-01", 1000.0, 0.5]
        #expect(try steer(yaml, name: "job.yaml").steering == expected)
    }

    @Test func mistakesAreNamedWithTheirPlace() throws {
        let json = try #require(try steer("{\n  \"a\": tru\n}", name: "job.json").failure)
        #expect(json.code == .validationError)
        #expect(json.stage == .intake)
        #expect(json.message.hasPrefix("Invalid config JSON format"))
        #expect(json.message.contains("line 2, column 8"))
        #expect(json.details["line"]?.integer == 2)
        let yaml = try #require(try steer("a: 1\nb: [1, 2\nc: 3\n", name: "job.yaml").failure)
        #expect(yaml.message.hasPrefix("Invalid config YAML format"))
        #expect(yaml.details["line"]?.integer == 3)
    }

    @Test(arguments: [
        "a: &x 1\nb: *x\n", "a: *x\n", "a: !!binary YQ==\n", "a: !mine b\n", "<<: {a: 1}\n", "? [a]\n: b\n",
        "a: 1\na: 2\n", "--- 1\n--- 2\n",
    ])
    func whatGoesBeyondPlainDataIsRefused(yaml: String) throws {
        #expect(try steer(yaml, name: "job.yaml").failure?.code == .validationError)
    }

    @Test func aliasBombsDoNotExpand() throws {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            let alias = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(alias)]\n"
        }
        yaml += "? *a29\n: x\n"
        #expect(try steer(yaml, name: "job.yaml").failure?.code == .validationError)
    }

    @Test(arguments: ["job.json", "job.yaml"])
    func depthAndSizeAreBounded(name: String) throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(try steer(deep, name: name).failure?.code == .validationError)
        let nested = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(try steer(nested, name: name).failure?.message.contains("nested deeper") == true)
        let long = "\"" + String(repeating: "a", count: Limits.steeringFileBytes) + "\""
        #expect(try steer(long, name: name).failure?.code == .validationError)
    }

    @Test func damagedFilesNeverHangOrCrash() throws {
        var generator = SeededGenerator(seed: 11)
        let pool = Array("ab:-[]{}\"'&*!|>#%@,?\n \t1é".utf8) + [0xFF, 0]
        for _ in 0..<150 {
            let length = Int.random(in: 0...200, using: &generator)
            let bytes = (0..<length).map { _ in pool.randomElement(using: &generator) ?? 0 }
            _ = try process(bytes, name: "job.yaml", kind: .steer)
            _ = try process(bytes, name: "job.json", kind: .steer)
        }
    }
}

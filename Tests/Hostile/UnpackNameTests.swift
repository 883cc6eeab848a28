import Foundation
import Model
import TestSupport
import Testing

/// Entries whose names lead elsewhere stay below the batch; links and devices are never made.
struct UnpackNameTests {
    private static var options: AgentProcess.Options { .folder("batch_settle: 1s", "unpack: true") }

    @Test func hostileNames() async throws {
        let archive = try ArchiveFixture.make(
            """
            add('../../../../evil-1.txt'); add('/etc/cron.d/evil-2'); add('C:\\\\Windows\\\\evil-3.txt')
            add('..\\\\..\\\\evil-4.txt'); add('//server/share/evil-5.txt'); add('a/../../evil-6.txt')
            add('n' * 300 + '.txt'); add('two\\nlines.txt'); add('caf\u{e9}.txt'); add('RAWBYTES.txt')
            add('same.txt', b'first'); add('same.txt', b'second'); add('both', b'file'); add('both/in.txt', b'below')
            add('link.txt', b'/etc/passwd', 0o120777); add('out', b'../../..', 0o120777); add('out/through.txt')
            add('device', b'', 0o020666); add('pipe', b'', 0o010666); add('setuid.txt', b'text', 0o104755)
            """, after: "data = bytearray(bytes(data).replace(b'RAWBYTES', b'\\xff\\xfe\\xe9ABCD\\x80'))")
        await Scenario.run("zip: names that lead elsewhere, links and devices", long: 10) { _ in
            try await AgentProcess.with(Self.options) { agent in
                try agent.dropFile("names.zip", archive)
                let batch = try await agent.finished("names", as: "partially_failed")
                try Self.check(batch)
                for name in ["evil-1.txt", "evil-6.txt", "root/evil-1.txt", "root/.dropmill/evil-1.txt"] {
                    try TestSupport.check(
                        !FileManager.default.fileExists(atPath: "\(agent.place)/\(name)"), "\(name) got out")
                }
                try TestSupport.check(!FileManager.default.fileExists(atPath: "/etc/cron.d/evil-2"), "evil-2 got out")
            }
        }
    }

    private static func check(_ batch: PublishedBatch) throws {
        let good = [
            "evil-1.txt", "etc/cron.d/evil-2", "Windows/evil-3.txt", "evil-4.txt", "server/share/evil-5.txt",
            "a/evil-6.txt", "two\nlines.txt", "café.txt", "same.txt", "same (2).txt", "both", "both (2)/in.txt",
            "setuid.txt", "out (2)/through.txt",
        ]
        for path in good {
            // Most have the same content: one is read and the others share its result.
            let state = batch.result(path)?["state"]?.string ?? "missing"
            try TestSupport.check(["succeeded", "skipped"].contains(state), "\(path) is \(state): \(names(batch))")
        }
        let failed = [
            ("link.txt", "symlink_refused"), ("out", "symlink_refused"), ("device", "special_file"),
            // libarchive takes a pipe in a ZIP archive for a file without content.
            ("pipe", "empty_file"),
        ]
        for (path, code) in failed {
            try TestSupport.check(batch.errorCode(path) == code, "\(path): \(batch.errorCode(path) ?? "no error")")
        }
        let second = batch.bytes("files/same (2).txt/document.txt") ?? []
        try TestSupport.check(String(decoding: second, as: UTF8.self).contains("second"), "the second file was lost")
        try TestSupport.check(batch.results.contains { $0["path_b64"]?.string != nil }, "bytes were changed")
        try TestSupport.check(batch.results.count == 20, "\(batch.results.count): \(names(batch))")
        let warnings = (batch.status?["preflight"]?["warnings"]?.array ?? []).compactMap(\.string)
        try TestSupport.check(warnings.contains { $0.contains("evil-2 became etc/cron.d/evil-2") }, "\(warnings)")
    }

    private static func names(_ batch: PublishedBatch) -> [String] { batch.results.map { "\($0["path"] ?? .null)" } }
}

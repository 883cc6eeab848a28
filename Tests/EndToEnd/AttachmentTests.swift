import Foundation
import Model
import TestSupport
import Testing

/// Attachments of mail are read by the real worker as documents of their own.
struct AttachmentTests {
    private static let inner = """
        From: inner@example.org
        Subject: Inner
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="i"

        --i
        Content-Type: text/plain

        Inner text
        --i
        Content-Type: text/plain; name="deep.txt"
        Content-Disposition: attachment

        Deep text
        --i--
        """

    private static let mail = """
        From: a@example.org
        To: b@example.org
        Subject: Papers
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="o"

        --o
        Content-Type: text/plain

        See the papers.
        --o
        Content-Type: text/csv
        Content-Disposition: attachment; filename="../list.csv"

        a,b
        1,2
        --o
        Content-Type: application/octet-stream; name="inner.eml"
        Content-Transfer-Encoding: base64

        \(Data(inner.utf8).base64EncodedString())
        --o
        Content-Type: application/octet-stream; name="program.bin"
        Content-Transfer-Encoding: base64

        AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8=
        --o--
        """

    @Test func attachmentsHaveResultsOfTheirOwn() async throws {
        try await prepared(["mail.eml": .file(Array(Self.mail.utf8))]) { agent in
            let result = try await agent.once("papers")
            #expect(result.code == 0, "\(result.errors)")
            let place = "files/mail.eml"
            func text(_ path: String) -> String {
                String(decoding: agent.results.bytes(place + path) ?? [], as: UTF8.self)
            }
            #expect(text("/document.txt").contains("See the papers."))
            #expect(text("/parts/1-_list.csv/document.md").hasPrefix("| a | b |"))
            #expect(text("/parts/2-inner.eml/document.txt").contains("Inner text"))
            #expect(text("/parts/2-inner.eml/parts/1-deep.txt/document.txt") == "Deep text")
            let outputs = agent.results.result("mail.eml")?["outputs"]
            #expect(outputs?["markdown"]?.string == place + "/document.md")
            #expect(outputs?["parts/2-inner.eml/text"]?.string == place + "/parts/2-inner.eml/document.txt")
            #expect(!agent.results.contains(place + "/parts/3-program.bin"))
            let warnings = agent.results.result("mail.eml")?["warnings"]?.array?.compactMap(\.string) ?? []
            #expect(warnings.contains { $0.contains("attachment 3, program.bin") })
            #expect(AgentProcess.schemaProblems(of: [agent.results]) == [])
            let leftover = try FileManager.default.subpathsOfDirectory(atPath: agent.results.path)
            #expect(!leftover.contains { $0.contains(".attachments") })
        }
    }

    @Test func equalMailSharesTheResultsOfItsAttachments() async throws {
        try await prepared(["a.eml": .file(Array(Self.mail.utf8)), "b.eml": .file(Array(Self.mail.utf8))]) { agent in
            _ = try await agent.once("papers")
            let states = agent.results.results.compactMap { $0["state"]?.string }
            #expect(Set(states) == ["succeeded", "skipped"])
            for name in ["a.eml", "b.eml"] {
                let path = "files/\(name)/parts/2-inner.eml/parts/1-deep.txt"
                #expect(agent.results.bytes(path + "/document.txt") == Array("Deep text".utf8))
                let json = try JSONParser.parse(agent.results.bytes(path + "/document.json") ?? [])
                #expect(json["source"]?["path"]?.string == path.replacing("files/", with: ""))
            }
        }
    }

    private func prepared(_ tree: FileTree, _ body: (AgentProcess) async throws -> Void) async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("papers", tree)
            try await body(agent)
        }
    }
}

import Model
import TestSupport
import Testing
import WorkerProtocol

/// Messages, mail boxes and saved pages.
@Suite struct MailTests {
    private let headers =
        "From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\nTo: a@example.org\nSubject: Papers\n"
        + "Date: Tue, 04 Mar 2025 09:30:00 +0100\nMIME-Version: 1.0\n"

    private func message(_ type: String, _ body: String) -> String { headers + "Content-Type: \(type)\n\n" + body }

    private func mixed(_ parts: [String], type: String = "multipart/mixed") -> String {
        message("\(type); boundary=\"==\"", parts.map { "--==\n" + $0 + "\n" }.joined() + "--==--\n")
    }

    @Test func headersAndTextAreShown() throws {
        let result = try process(
            message("text/plain; charset=utf-8", "Grüße\n\n> you wrote\n> this\n\n-- \nJ\n"), name: "a.eml")
        #expect(
            result.markdown == """
                # Papers

                - **From:** Jürgen &lt;j@example.org&gt;
                - **To:** a@example.org
                - **Date:** Tue, 04 Mar 2025 09:30:00 +0100

                Grüße

                > you wrote
                > this

                \\--
                J

                """)
        let metadata = try result.json["metadata"]
        #expect(metadata?["author"] == "Jürgen <j@example.org>")
        #expect(metadata?["created_at"] == "2025-03-04T08:30:00.000Z")
        #expect(result.report.title == "Papers")
    }

    @Test func flowedTextIsJoined() throws {
        let result = try process(
            message("text/plain; format=flowed", "one \ntwo \nthree\n>> a \n>> b\n"), name: "a.eml")
        #expect(result.text.contains("one two three\n"))
        #expect(result.text.contains("a b\n"))
    }

    @Test func theRicherAlternativeIsShown() throws {
        func alternative(_ html: String) -> String {
            mixed(
                ["Content-Type: text/plain\n\nHello there, how are you?", "Content-Type: text/html\n\n" + html],
                type: "multipart/alternative")
        }
        let plain = try process(alternative("<p>Hello there, how are <b>you</b>?</p>"), name: "a.eml")
        #expect(try plain.json["metadata"]?["body"] == ["text/plain"])
        let table = try process(
            alternative("<p>Hello there, how are you?</p><table><tr><th>a<th>b<tr><td>1<td>2</table>"), name: "a.eml")
        #expect(try table.json["metadata"]?["body"] == ["text/html"])
        #expect(table.markdown.contains("| a | b |"))
        #expect(!table.markdown.contains("Hello there, how are you?\n\nHello"))
    }

    @Test func attachmentsAreListedAndPicturesOfTheTextAreNot() throws {
        let file =
            "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
            + "Content-Disposition: attachment; filename*=utf-8''b%C3%BCcher.pdf\n\nAAAA"
        let picture = "Content-Type: image/png; name=logo.png\nContent-ID: <logo>\n\nxx"
        let body = "Content-Type: text/html\n\n<p>See <img src='cid:logo'> below</p>"
        let related = "Content-Type: multipart/related; boundary=\"--r\"\n\n----r\n\(body)\n----r\n\(picture)\n----r--"
        let result = try process(mixed([related, file]), name: "a.eml")
        let attachments = try result.json["attachments"]?.array ?? []
        #expect(attachments.map { $0["name"]?.string } == ["bücher.pdf"])
        #expect(attachments.first?["size"] == 3)
        #expect(try result.json["metadata"]?["inline_parts"]?.array?.first?["name"] == "logo.png")
        #expect(result.text.contains("See below"))
    }

    @Test func messagesWithinMessagesAreShown() throws {
        let inner = "Content-Type: message/rfc822\n\nFrom: x@example.org\nSubject: Inner\n\nInner text"
        let result = try process(mixed(["Content-Type: text/plain\n\nSee below.", inner]), name: "a.eml")
        #expect(result.markdown.contains("See below.\n\n---\n\n## Inner\n\n- **From:** x@example.org\n\nInner text"))
    }

    @Test func everyMessageOfAMailBoxIsAPage() throws {
        let one = "From x@example.org Tue Mar  4 09:30:00 2025\n" + message("text/plain", "one\n\n")
        let result = try process(one + one.replacing("one", with: "two"), name: "a.mbox")
        #expect(result.report.mimeType == "application/mbox")
        #expect(try result.pages.count == 2)
        #expect(result.text.contains("two"))
    }

    @Test func savedPagesAreReadAsPages() throws {
        let saved =
            "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nSubject: x\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/related; type=\"text/html\"; boundary=\"==\"\n\n--==\nContent-Type: text/html\n"
            + "Content-Location: https://example.org/\n\n<html><title>Saved</title><h1>Page</h1></html>\n--==--\n"
        let result = try process(saved, name: "a.mhtml")
        #expect(result.report.mimeType == "multipart/related")
        #expect(result.markdown == "# Page\n")
        #expect(try result.json["metadata"]?["canonical_url"] == "https://example.org/")
    }

    @Test func aMemorandumIsNoMail() throws {
        let memo = "To: all\nFrom: me\nSubject: lunch\n\nAt noon.\n"
        #expect(try process(memo, name: "memo.md").report.mimeType == "text/markdown")
        #expect(try process(memo, name: "memo.eml").report.mimeType == "message/rfc822")
    }

    /// A message of Outlook with a text and an attachment (MS-OXTNEF).
    private var winmail: [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func attribute(_ level: UInt8, _ name: Int, _ data: [UInt8]) -> [UInt8] {
            [level] + number(name, 4) + number(data.count, 4) + data + [0, 0]
        }
        let longName = Array("long name.txt".utf8) + [0]
        let property =
            number(1, 4) + number(0x1E, 2) + number(0x3707, 2) + number(1, 4) + number(longName.count, 4) + longName
            + [0, 0]
        return [0x78, 0x9F, 0x3E, 0x22, 1, 0] + attribute(1, 0x18004, Array("Papers".utf8) + [0])
            + attribute(1, 0x2800C, Array("See below.\r\n".utf8) + [0]) + attribute(2, 0x69002, number(1, 14))
            + attribute(2, 0x18010, Array("LONGNA~1.TXT".utf8) + [0]) + attribute(2, 0x6800F, Array("content".utf8))
            + attribute(2, 0x69005, property)
    }

    @Test func messagesOfOutlookAreOpened() throws {
        let result = try process(winmail, name: "winmail.dat")
        #expect(result.report.mimeType == "application/vnd.ms-tnef")
        #expect(result.markdown == "# Papers\n\nSee below.\n")
        let attachment = try result.json["attachments"]?.array?.first
        #expect(attachment?["name"] == "long name.txt")
        #expect(attachment?["path"] == "parts/1-long name.txt")
        #expect(result.sink.attachments == [AttachmentName(number: 1, name: "long name.txt")])
        for cut in 6..<winmail.count {
            _ = try process(Array(winmail[..<cut]), name: "a", mimeType: "application/vnd.ms-tnef")
        }
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            var damaged = winmail
            for _ in 0..<3 {
                damaged[Int.random(in: 4..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            _ = try process(damaged, name: "a", mimeType: "application/vnd.ms-tnef")
        }
    }

    @Test func deepAndBrokenMessagesEnd() throws {
        var nested = "Content-Type: text/plain\n\ncore"
        for level in 0..<200 {
            nested = "Content-Type: multipart/mixed; boundary=\"b\(level)\"\n\n--b\(level)\n\(nested)\n--b\(level)--\n"
        }
        let deep = try process("From: a@example.org\nMIME-Version: 1.0\n" + nested, name: "a.eml")
        #expect(deep.report.failure == nil)
        #expect(deep.report.warnings.contains { $0.contains("too many parts") })
        let source = Array(
            mixed(["Content-Type: text/html\n\n<p>x</p>", "Content-Type: message/rfc822\n\nSubject: y\n\nz"]).utf8)
        var generator = SeededGenerator(seed: 9)
        for cut in stride(from: 1, to: source.count, by: source.count / 40) {
            _ = try process(Array(source[..<cut]), name: "a.eml", mimeType: "message/rfc822")
        }
        for _ in 0..<200 {
            var damaged = source
            for _ in 0..<4 {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            let result = try process(damaged, name: "a.eml", mimeType: "message/rfc822")
            if result.report.failure == nil { _ = try result.json }
        }
    }
}

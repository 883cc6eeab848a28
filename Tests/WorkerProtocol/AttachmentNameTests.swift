import Model
import Testing

@testable import WorkerProtocol

/// Names of attachments become names of directories: nothing a stranger writes leads elsewhere.
@Suite struct AttachmentNameTests {
    @Test(
        arguments: [
            ("letter.docx", "letter.docx"), ("../../etc/passwd", "_.._etc_passwd"), ("a\u{0}b\nc", "a_b_c"),
            ("C:\\x\\y.pdf", "C__x_y.pdf"), ("..", "attachment"), (" . ", "attachment"), ("", "attachment"),
            ("name. ", "name"), (".hidden", "hidden"), ("a\u{202E}fdp.exe", "a_fdp.exe"), ("bücher.pdf", "bücher.pdf"),
        ])
    func namesAreCleaned(name: String, expected: String) {
        #expect(AttachmentName.cleaned(name) == expected)
    }

    @Test(arguments: [
        ("7-a-b.txt", true), ("07-a", false), ("a", false), ("1-", false), ("1-../x", false), ("0-a", false),
    ])
    func directoriesAreRecognised(text: String, isOne: Bool) {
        #expect((AttachmentName(directoryName: text) != nil) == isOne)
    }

    @Test func longNamesKeepTheirEnding() {
        let name = AttachmentName.cleaned(String(repeating: "ü", count: 300) + ".pdf")
        #expect(name.hasSuffix("ü.pdf"))
        #expect(name.utf8.count <= Limits.attachmentNameBytes)
    }

    @Test func cleanNamesStayAsTheyAre() {
        let pool = ["a", ".", " ", "/", "ü", "\u{301}", "\u{202E}", "é", "日", "\u{0}", "-", "\\", "👩‍👩‍👧"]
        for first in pool {
            for second in pool {
                let name = String(repeating: first + second + "x", count: 40) + first + second
                let clean = AttachmentName.cleaned(name)
                #expect(AttachmentName.cleaned(clean) == clean)
                #expect(clean.utf8.count <= Limits.attachmentNameBytes)
            }
        }
    }

    @Test func framesAreReadBackOrRefused() throws {
        let attachment = AttachmentName(number: 7, name: "a b.pdf")
        func frame(_ payload: [UInt8]) -> Frame { Frame(kind: .attachment, part: nil, payload: payload[...]) }
        #expect(try AttachmentName(frame(attachment.encoded)) == attachment)
        let bad: [[UInt8]] = [
            [], [1], [1, 0], [0, 0] + Array("a".utf8), [1, 0] + Array("../x".utf8), [1, 0, 0xFF],
            [1, 0] + Array(".a".utf8),
            [0xFF, 0xFF] + Array("a".utf8),
        ]
        for payload in bad { #expect(throws: FrameError.self) { try AttachmentName(frame(payload)) } }
    }
}

import Model
import Testing

@testable import WorkerProtocol

@Suite struct ManifestFramesTests {
    private let head = ManifestHead(
        encoding: .windowsLatin, delimiter: 0x3B, columns: ["title", "Größe"], width: 2, found: [0, 4],
        text: ManifestText(cells: Array("title;Gr\u{F6}".utf8) + [0xF6], tail: [0x0D, 0x0A]))
    private let row = ManifestLine(
        line: 70_000, width: 2, values: ["a\nb", ""], text: ManifestText(cells: [0xFF, 0x3B], tail: []))

    @Test func headAndRowsArriveAsTheyWereSent() throws {
        #expect(try ManifestHead(Frame(kind: .manifestHead, part: nil, payload: head.encoded[...])) == head)
        #expect(try ManifestLine(Frame(kind: .manifestRow, part: nil, payload: row.encoded[...])) == row)
    }

    @Test func whatIsCutIsRefused() {
        let bytes = row.encoded
        for count in [0, 3, 9, 13, bytes.count - 1] {
            let frame = Frame(kind: .manifestRow, part: nil, payload: bytes[..<count])
            #expect(throws: FrameError.self) { try ManifestLine(frame) }
        }
        let cut = Frame(kind: .manifestHead, part: nil, payload: head.encoded.prefix(20))
        #expect(throws: FrameError.self) { try ManifestHead(cut) }
    }
}

import Model

/// The text of a Word 97 document and what its paragraphs are ([MS-DOC] 2.4.1 and 2.4.6.1).
struct BinaryWordText {
    /// A stretch of the text and where it stands in the file.
    private struct Piece {
        let characters: Range<Int>
        let offset: Int
        let isNarrow: Bool
    }

    /// What the file says of the paragraphs in a range of its bytes.
    struct Paragraph {
        let bytes: Range<Int>
        /// 1 to 9 are headings, whatever they are called.
        let style: Int
        let isInTable: Bool
        let endsRow: Bool
        let hasList: Bool
        let level: Int
    }

    private let document: LittleEndian
    private var pieces: [Piece] = []
    private(set) var paragraphs: [Paragraph] = []
    private var styleNames: [String] = []
    /// Characters of the main text, and of the footnotes that follow it.
    let mainCount: Int
    let noteCount: Int

    private static let signature: UInt16 = 0xA5EC

    /// True when the document is encrypted.
    static func isEncrypted(_ document: LittleEndian) -> Bool { document.word(10) & 0x0100 != 0 }

    /// The name of the stream with the tables.
    static func tableName(_ document: LittleEndian) -> String { document.word(10) & 0x0200 != 0 ? "1Table" : "0Table" }

    /// Nil for what is no Word 97 document.
    init?(_ document: LittleEndian, table: LittleEndian) {
        guard document.word(0) == Self.signature, document.word(2) >= 0x00C1 else { return nil }
        self.document = document
        mainCount = Int(document.long(0x4C))
        noteCount = Int(document.long(0x50))
        readPieces(table, at: Int(document.long(0x01A2)), count: Int(document.long(0x01A6)))
        readParagraphs(table, at: Int(document.long(0x0102)), count: Int(document.long(0x0106)))
        readStyles(table, at: Int(document.long(0xA2)), count: Int(document.long(0xA6)))
    }

    /// The names of the styles (2.9.271).
    private mutating func readStyles(_ table: LittleEndian, at start: Int, count: Int) {
        let base = Int(table.word(start + 4))
        let styles = Int(table.word(start + 2))
        var place = start + 2 + Int(table.word(start))
        for _ in 0..<styles where place < start + count {
            let bytes = Int(table.word(place))
            let units = bytes > 0 ? min(Int(table.word(place + 2 + base)), 255) : 0
            styleNames.append(String(decoding: table.text16(place + 4 + base, units: units), as: UTF8.self))
            place += 2 + bytes + bytes % 2
        }
    }

    /// What paragraphs of a style are. The first nine styles after the first are headings, whatever they are called.
    func role(ofStyle style: Int) -> StyleNames.Role? {
        if (1...9).contains(style) { return .heading(min(6, style)) }
        return styleNames.indices.contains(style) ? StyleNames.role(of: styleNames[style]) : nil
    }

    /// The piece table (2.9.178), after the properties that stand before it.
    private mutating func readPieces(_ table: LittleEndian, at start: Int, count: Int) {
        var place = start
        while place < start + count, table.byte(place) == 1 { place += 3 + Int(table.word(place + 1)) }
        guard table.byte(place) == 2 else { return }
        let bytes = min(Int(table.long(place + 1)), table.bytes.count)
        let pieces = max(0, (bytes - 4) / 12)
        let first = place + 5
        for index in 0..<pieces {
            let (from, to) = (Int(table.long(first + 4 * index)), Int(table.long(first + 4 * index + 4)))
            let stored = table.long(first + 4 * (pieces + 1) + 8 * index + 2)
            guard from < to, from >= self.pieces.last?.characters.upperBound ?? 0 else { continue }
            let isNarrow = stored & 0x4000_0000 != 0
            let offset = Int(stored & 0x3FFF_FFFF)
            self.pieces.append(Piece(characters: from..<to, offset: isNarrow ? offset / 2 : offset, isNarrow: isNarrow))
        }
    }

    /// The pages of paragraph properties (2.9.174), 512 bytes each.
    private mutating func readParagraphs(_ table: LittleEndian, at start: Int, count: Int) {
        let pages = max(0, (min(count, table.bytes.count) - 4) / 8)
        for index in 0..<pages {
            let page = Int(table.long(start + 4 * (pages + 1) + 4 * index) & 0x3F_FFFF) * 512
            let runs = Int(document.byte(page + 511))
            for run in 0..<runs where paragraphs.count < Limits.wordParagraphs {
                let (from, to) = (Int(document.long(page + 4 * run)), Int(document.long(page + 4 * run + 4)))
                let offset = Int(document.byte(page + 4 * (runs + 1) + 13 * run)) * 2
                guard from < to else { continue }
                paragraphs.append(readParagraph(from..<to, at: offset == 0 ? nil : page + offset))
            }
        }
        paragraphs.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
    }

    private func readParagraph(_ bytes: Range<Int>, at place: Int?) -> Paragraph {
        guard let place else {
            return Paragraph(bytes: bytes, style: 0, isInTable: false, endsRow: false, hasList: false, level: 0)
        }
        var start = place + 1
        var count = 2 * Int(document.byte(place)) - 1
        if count < 0 {
            count = 2 * Int(document.byte(place + 1))
            start = place + 2
        }
        let style = Int(document.word(start))
        var (isInTable, endsRow, list, level) = (false, false, 0, 0)
        var position = start + 2
        while position + 2 < start + count {
            let code = document.word(position)
            let value = position + 2
            switch code {
            case 0x2416: isInTable = document.byte(value) != 0
            case 0x2417: endsRow = document.byte(value) != 0
            case 0x460B: list = Int(document.word(value))
            case 0x260A: level = Int(document.byte(value))
            default: break
            }
            position = value + operandBytes(code, at: value)
        }
        return Paragraph(
            bytes: bytes, style: style, isInTable: isInTable, endsRow: endsRow, hasList: list != 0, level: min(8, level)
        )
    }

    /// Bytes of what follows a property's code (2.6.1).
    private func operandBytes(_ code: UInt16, at place: Int) -> Int {
        switch code >> 13 {
        case 0, 1: 1
        case 2, 4, 5: 2
        case 3: 4
        case 7: 3
        default: code == 0xD608 ? Int(document.word(place)) + 1 : Int(document.byte(place)) + 1
        }
    }

    /// Goes over the characters of a range: the UTF-16 unit and where it stands in the file.
    func characters(_ range: Range<Int>, _ body: (UInt16, Int) -> Void) {
        for piece in pieces {
            let wanted = piece.characters.clamped(to: range)
            for character in wanted {
                let place = piece.offset + (character - piece.characters.lowerBound) * (piece.isNarrow ? 1 : 2)
                // What lies outside of the file is not there.
                guard place < document.bytes.count else { break }
                body(piece.isNarrow ? Self.windows1252(document.byte(place)) : document.word(place), place)
            }
        }
    }

    /// What the file says of the paragraph that ends at a byte.
    func paragraph(endingAt place: Int) -> Paragraph? {
        var (low, high) = (0, paragraphs.count)
        while low < high {
            let middle = (low + high) / 2
            if paragraphs[middle].bytes.upperBound <= place { low = middle + 1 } else { high = middle }
        }
        return low < paragraphs.count && paragraphs[low].bytes.contains(place) ? paragraphs[low] : nil
    }

    private static let high: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]

    private static func windows1252(_ byte: UInt8) -> UInt16 {
        (0x80..<0xA0).contains(byte) ? high[Int(byte) - 0x80] : UInt16(byte)
    }
}

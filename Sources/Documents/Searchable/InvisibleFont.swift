/// One object of a PDF: the entries of its dictionary, its stream, and where other objects of the same list belong.
struct PDFPiece {
    /// Entries as PDF writes them, without the brackets.
    var entries: String
    var stream: [UInt8]?
    /// Keys whose value is another piece, by its place in the list, alone or in an array.
    var references: [(key: String, piece: Int, isInArray: Bool)] = []
}

/// A font without a shape in it, for text that is not shown: codes are UTF-16, every glyph is empty and half as wide
/// as high.
enum InvisibleFont {
    /// Width of a glyph in parts of the size.
    static let advance = 0.5

    /// The objects of the font; the last one is what a page's resources name.
    static let pieces: [PDFPiece] = [
        PDFPiece(entries: "/Length1 \(program.count)", stream: program),
        PDFPiece(
            entries: """
                /Type /FontDescriptor /FontName /DropmillInvisible /Flags 5 /FontBBox [0 0 500 1000] /ItalicAngle 0 \
                /Ascent 1000 /Descent -1 /CapHeight 1000 /StemV 80
                """,
            references: [("/FontFile2", 0, false)]),
        PDFPiece(entries: "/Filter /RunLengthDecode", stream: glyphOfEveryCode),
        PDFPiece(
            entries: """
                /Type /Font /Subtype /CIDFontType2 /BaseFont /DropmillInvisible /DW 500 \
                /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
                """,
            references: [("/FontDescriptor", 1, false), ("/CIDToGIDMap", 2, false)]),
        PDFPiece(entries: "", stream: Array(unicodeMap.utf8)),
        PDFPiece(
            entries: "/Type /Font /Subtype /Type0 /BaseFont /DropmillInvisible /Encoding /Identity-H",
            references: [("/DescendantFonts", 3, true), ("/ToUnicode", 4, false)]),
    ]

    /// The glyph of every code: 0x0101, so that a run of one byte says it (ISO 32000-2 section 7.4.5).
    private static let glyph = 0x0101
    private static let glyphOfEveryCode: [UInt8] =
        (0..<(2 * 65_536 / 128)).flatMap { _ in [UInt8(129), UInt8(0x01)] } + [128]

    /// ToUnicode: every code is itself. A range may not cross a change of the high byte.
    private static let unicodeMap: String = {
        var map = """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange

            """
        for start in stride(from: 0, to: 256, by: 100) {
            let highBytes = start..<min(start + 100, 256)
            map += "\(highBytes.count) beginbfrange\n"
            for high in highBytes {
                let digits = String(high + 256, radix: 16, uppercase: true).dropFirst()
                map += "<\(digits)00> <\(digits)FF> <\(digits)00>\n"
            }
            map += "endbfrange\n"
        }
        return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    }()

    /// A TrueType program with nothing but empty glyphs (OpenType 1.9: glyf, head, hhea, hmtx, loca, maxp).
    private static let program: [UInt8] = {
        let glyphs = glyph + 1
        let head: [UInt8] =
            words(1, 0, 1, 0, 0, 0) + words(0x5F0F, 0x3CF5, 0, 1000) + [UInt8](repeating: 0, count: 16)
            + words(0, 0, 500, 1000, 0, 8, 2, 0, 0)
        let hhea: [UInt8] =
            words(1, 0, 1000, 0xFFFF, 0, 500, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 1)
        let maxp: [UInt8] = words(1, 0, UInt16(glyphs)) + [UInt8](repeating: 0, count: 26)
        let hmtx: [UInt8] = words(500) + [UInt8](repeating: 0, count: 2 * glyphs)
        let loca = [UInt8](repeating: 0, count: 2 * (glyphs + 1))
        return file([
            ("glyf", [0, 0, 0, 0]), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp),
        ])
    }()

    private static func file(_ tables: [(tag: String, bytes: [UInt8])]) -> [UInt8] {
        var directory: [UInt8] = words(1, 0, UInt16(tables.count), 64, 2, UInt16(tables.count * 16 - 64))
        var body: [UInt8] = []
        for table in tables {
            let offset = 12 + 16 * tables.count + body.count
            let padded = table.bytes + [UInt8](repeating: 0, count: (4 - table.bytes.count % 4) % 4)
            directory += Array(table.tag.utf8) + long(checksum(padded)) + long(UInt32(offset))
            directory += long(UInt32(table.bytes.count))
            body += padded
        }
        return directory + body
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        stride(from: 0, to: bytes.count, by: 4).reduce(0) { sum, place in
            sum &+ bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    private static func words(_ values: UInt16...) -> [UInt8] { values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }

    private static func long(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }
}

import Layout
import Model

/// A paragraph while its runs are read.
struct WordParagraph {
    var properties = WordParagraphProperties()
    var text = StyledText()
    /// What stands beside the text: text boxes, descriptions of pictures, charts.
    var beside: [FlowPiece] = []
    /// Parts of the paragraph on pages that an explicit break ended.
    var before: [StyledText] = []
    var breaksPageBefore = false
    var breaksPageAfter = false

    /// A page break that Word or the author put here.
    mutating func breakPage(isExplicit: Bool) {
        if text.trimmed.isEmpty, before.isEmpty {
            breaksPageBefore = true
        } else if isExplicit {
            before.append(text)
            text = StyledText()
        } else {
            breaksPageAfter = true
        }
    }
}

/// A field whose end has not been read (ECMA-376 part 1, 17.16).
struct WordField {
    var instruction: [UInt8] = []
    var showsResult = false
    var link: String?

    /// The address of a `HYPERLINK` field.
    static func link(_ instruction: [UInt8]) -> String? {
        let words = String(decoding: instruction, as: UTF8.self)
        let trimmed = words.drop { $0 == " " }
        guard trimmed.uppercased().hasPrefix("HYPERLINK") else { return nil }
        let rest = trimmed.dropFirst("HYPERLINK".count)
        let quoted = rest.split(separator: "\"", omittingEmptySubsequences: false)
        // An address that follows a switch such as `\l` is a place in the document.
        guard quoted.count >= 3, !quoted[0].contains("\\") else { return nil }
        return quoted[1].isEmpty ? nil : String(quoted[1])
    }
}

/// Characters of fonts that are symbols, not letters.
enum SymbolFonts {
    private static let symbol = Array(
        " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼".unicodeScalars
    )
    private static let symbolHigh: [UInt32: String] = [
        0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
        0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xC7: "∩", 0xC8: "∪",
        0xCE: "∈", 0xCF: "∉", 0xD1: "∇", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑",
        0xF2: "∫",
    ]
    private static let dings: [UInt32: String] = [
        0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•",
        0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
        0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    ]

    /// The character a font shows at a place; nil when it is not known.
    static func text(font: String, code: UInt32) -> String? {
        let code = code & 0xF000 == 0xF000 ? code & 0xFFF : code
        let font = font.lowercased()
        if font == "symbol" {
            if (0x20..<0x7F).contains(code), Int(code) - 0x20 < symbol.count { return String(symbol[Int(code) - 0x20]) }
            return symbolHigh[code]
        }
        if font.hasPrefix("wingdings") { return dings[code] }
        return UnicodeScalar(code).flatMap { code >= 0x20 ? String($0) : nil }
    }
}

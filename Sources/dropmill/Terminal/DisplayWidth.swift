/// How many columns of a terminal text takes (Unicode Standard Annex 11, as terminals follow it).
enum DisplayWidth {
    /// Columns of a text without control characters.
    static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    /// The text, cut to so many columns, with `…` where something was cut.
    static func clip(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var shown = ""
        var width = 1
        for character in text {
            width += of(character)
            if width > columns { break }
            shown.append(character)
        }
        return shown + "…"
    }

    /// The text, cut or filled with blanks to exactly so many columns.
    static func fit(_ text: String, to columns: Int) -> String {
        let clipped = clip(text, to: columns)
        return clipped + String(repeating: " ", count: max(0, columns - of(clipped)))
    }

    private static func of(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1FAFF, 0x20000...0x3FFFD,
    ]
}

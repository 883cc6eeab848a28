import Charsets
import Model

/// The encodings in which text is read.
enum TextEncoding: Equatable {
    case utf8
    case utf8WithMark
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252
    /// One that the C library converts: its name for people and for iconv(3).
    case other(name: String, iconv: String)

    static let utf32LittleEndian = TextEncoding.other(name: "utf-32le", iconv: "UTF-32LE")
    static let utf32BigEndian = TextEncoding.other(name: "utf-32be", iconv: "UTF-32BE")

    /// The name in metadata and warnings.
    var name: String {
        switch self {
        case .utf8, .utf8WithMark: "utf-8"
        case .utf16LittleEndian: "utf-16le"
        case .utf16BigEndian: "utf-16be"
        case .windows1252: "windows-1252"
        case .other(let name, _): name
        }
    }

    /// Control characters that text may have now and then: bell, backspace, vertical tab, form feed, shifts, escape.
    private static let toleratedControls: Set<UInt8> = [0x07, 0x08, 0x0B, 0x0C, 0x0E, 0x0F, 0x1A, 0x1B]

    /// Finds the encoding of the start of a text; nil when it is no text.
    init?(detecting sample: [UInt8], isWhole: Bool) {
        if let marked = Self.marked(sample) {
            self = marked
        } else if sample.contains(0) {
            guard let wide = Self.withoutMark(sample) else { return nil }
            self = wide
        } else if sample.contains(where: { ASCII.isControl($0) && !Self.toleratedControls.contains($0) }) {
            return nil
        } else if !Self.isUTF8(sample, isWhole: isWhole) {
            self = EncodingGuess.encoding(of: sample)
        } else {
            self = Self.hasJapaneseEscapes(sample) ? .other(name: "iso-2022-jp", iconv: "ISO-2022-JP") : .utf8
        }
    }

    /// The encoding of text with a declared one: a mark or valid UTF-8 says more, a guess less.
    init(of sample: [UInt8], isWhole: Bool, declared: String?) {
        if let marked = Self.marked(sample) {
            self = marked
        } else if Self.isUTF8(sample, isWhole: isWhole), sample.contains(where: { $0 >= 0x80 }) {
            self = .utf8
        } else if let named = declared.flatMap(Self.init(label:)), named != .utf8 || sample.allSatisfy({ $0 < 0x80 }) {
            self = named
        } else {
            self = TextEncoding(detecting: sample, isWhole: isWhole) ?? .windows1252
        }
    }

    /// The encoding that a label of the web or of mail means (WHATWG Encoding Standard, section 4.2); nil when unknown.
    init?(label: String) {
        let label = label.lowercased().filter { $0 > " " && $0 != "\"" && $0 != "'" }
        switch label {
        case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
        case "utf-16", "utf-16le", "unicode", "ucs-2": self = .utf16LittleEndian
        case "utf-16be": self = .utf16BigEndian
        case "us-ascii", "ascii", "iso-8859-1", "iso8859-1", "latin1", "l1", "windows-1252", "cp1252", "x-cp1252",
            "ansi_x3.4-1968":
            self = .windows1252
        default:
            let isName = label.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "-_.:".utf8.contains($0) }
            guard isName, !label.isEmpty, label.utf8.count <= Limits.charsetNameBytes else { return nil }
            let iconv = Self.supersets[label] ?? label
            guard CharsetConverter.knows(iconv) else { return nil }
            self = .other(name: label, iconv: iconv)
        }
    }

    /// What is used in place of a name: the larger set that documents really use, and what iconv(3) calls it.
    private static let supersets = [
        "shift_jis": "CP932", "shift-jis": "CP932", "sjis": "CP932", "x-sjis": "CP932", "windows-31j": "CP932",
        "ms_kanji": "CP932", "cp932": "CP932",
        "gb2312": "GB18030", "gbk": "GB18030", "x-gbk": "GB18030", "gb18030": "GB18030", "euc-cn": "GB18030",
        "big5": "BIG5-HKSCS", "euc-kr": "CP949", "ks_c_5601-1987": "CP949", "korean": "CP949", "uhc": "CP949",
        "euc-jp": "EUC-JP-MS", "iso-8859-9": "CP1254", "iso-8859-8-i": "ISO-8859-8", "tis-620": "CP874",
        "windows-874": "CP874", "iso-8859-11": "CP874", "x-mac-cyrillic": "MAC-CYRILLIC", "macintosh": "MACINTOSH",
        "hz-gb-2312": "HZ",
    ]

    private static func marked(_ sample: [UInt8]) -> TextEncoding? {
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8WithMark }
        if sample.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32LittleEndian }
        if sample.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32BigEndian }
        if sample.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        return sample.starts(with: [0xFE, 0xFF]) ? .utf16BigEndian : nil
    }

    /// UTF-16 without a mark: nearly every second byte is zero, as in all Western text.
    private static func withoutMark(_ sample: [UInt8]) -> TextEncoding? {
        let pairs = sample.count / 2
        guard pairs >= 4, sample.count % 2 == 0 || sample.count > 4096 else { return nil }
        var zeros = (even: 0, odd: 0)
        for index in 0..<pairs {
            if sample[2 * index] == 0 { zeros.even += 1 }
            if sample[2 * index + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.even == 0, zeros.odd * 10 >= pairs * 9 { return .utf16LittleEndian }
        if zeros.odd == 0, zeros.even * 10 >= pairs * 9 { return .utf16BigEndian }
        return nil
    }

    /// ISO-2022-JP (RFC 1468) is ASCII but for the sequences that change the character set.
    private static func hasJapaneseEscapes(_ sample: [UInt8]) -> Bool {
        guard sample.contains(0x1B) else { return false }
        return sample.contains("\u{1B}$B" as StaticString) || sample.contains("\u{1B}$@" as StaticString)
    }

    static func isUTF8(_ sample: [UInt8], isWhole: Bool) -> Bool {
        var index = 0
        while index < sample.count {
            let length = TextRepair.scalarLength(sample, at: index)
            // The last scalar of a sample may be cut.
            if length == 0 { return !isWhole && index + 3 >= sample.count }
            index += length
        }
        return true
    }
}

/// How a spreadsheet shows a number (ECMA-376 part 1, 18.8.30 and 18.8.31).
///
/// Locale-dependent dates are written as ISO 8601, since the file does not say whose locale; names of months and days
/// are English.
struct NumberFormat {
    private let sections: [NumberSection]

    /// Parses a format code such as `#,##0.00;[Red]-#,##0.00`.
    init(code: String) {
        sections = NumberSection.split(code).prefix(4).map(NumberSection.init)
    }

    /// The format of a built-in number; General where there is none.
    init(builtIn id: Int) { self.init(code: Self.builtIn[id] ?? "General") }

    /// True when the number is shown as a date or time.
    var isDate: Bool { sections.first?.isDate ?? false }
    /// True when the number is shown as it is.
    var isGeneral: Bool { sections.first.map(\.isGeneral) ?? true }

    /// What the cell shows.
    func text(_ number: Double, from1904: Bool = false) -> String {
        guard number.isFinite, let (section, takesSign) = section(for: number) else { return Self.general(number) }
        if section.isGeneral { return section.around(Self.general(takesSign ? abs(number) : number)) }
        if section.isDate {
            let date = SerialDate(number, from1904: from1904, fractionDigits: section.secondDigits)
            return date.map(section.text) ?? Self.general(number)
        }
        return section.text(takesSign ? abs(number) : number)
    }

    /// Text in a cell of this format.
    func text(_ text: String) -> String {
        guard sections.count == 4 else { return text }
        return sections[3].text(of: text)
    }

    /// The section for a number, and whether that section says itself how a negative one looks.
    private func section(for number: Double) -> (section: NumberSection, takesSign: Bool)? {
        guard let first = sections.first else { return nil }
        if sections.contains(where: { $0.condition != nil }) {
            let chosen = sections.prefix(3).first { $0.condition.map { $0.holds(number) } ?? true }
            return (chosen ?? first, chosen != nil && number < 0 && sections.count > 1)
        }
        let numeric = sections.count == 4 ? 3 : sections.count
        if number < 0, numeric >= 2 { return (sections[1], true) }
        if number == 0, numeric >= 3 { return (sections[2], false) }
        return (first, false)
    }

    /// A number without a format: up to fifteen digits, as many as a spreadsheet keeps.
    static func general(_ number: Double) -> String {
        guard number.isFinite else { return String(number) }
        if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
        let digits = DecimalDigits(number)
        let sign = number < 0 ? "-" : ""
        if digits.point > 20 || digits.point < -4 { return sign + scientific(digits) }
        let whole = digits.whole.isEmpty ? "0" : text(digits.whole)
        let count = digits.fractionCount
        return sign + whole + (count > 0 ? "." + text(digits.fraction(count)) : "")
    }

    private static func scientific(_ digits: DecimalDigits) -> String {
        var kept = digits.digits
        while kept.count > 1, kept.last == 0 { kept.removeLast() }
        let exponent = digits.point - 1
        let fraction = kept.count > 1 ? "." + text(Array(kept.dropFirst())) : ""
        return text(Array(kept.prefix(1))) + fraction + "E" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
    }

    static func text(_ digits: [UInt8]) -> String { String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) }

    private static let builtIn: [Int: String] = {
        var codes = [
            0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "$#,##0;-$#,##0", 6: "$#,##0;-$#,##0",
            7: "$#,##0.00;-$#,##0.00", 8: "$#,##0.00;-$#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
            13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
            19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0;(#,##0)",
            38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
            41: "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", 42: "_($* #,##0_);_($* \\(#,##0\\);_($* \"-\"_);_(@_)",
            43: "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)",
            44: "_($* #,##0.00_);_($* \\(#,##0.00\\);_($* \"-\"??_);_(@_)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
            48: "##0.0E+0", 49: "@",
        ]
        for id in Array(27...36) + Array(50...58) { codes[id] = "yyyy-mm-dd" }
        return codes
    }()
}

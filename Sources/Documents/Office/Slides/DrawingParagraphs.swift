import Layout
import Model

/// Reads text bodies of DrawingML with their lists and links (ECMA-376 part 1, 21.1.2).
struct DrawingParagraphs {
    let relationships: Relationships
    let template: SlideTemplate
    let placeholder: SlideShape.Placeholder?
    private var counters: [Int: (next: Int, form: String)] = [:]

    init(_ relationships: Relationships, _ template: SlideTemplate, _ placeholder: SlideShape.Placeholder?) {
        self.relationships = relationships
        self.template = template
        self.placeholder = placeholder
    }

    /// Whether and how a paragraph is an entry of a list.
    private struct Mark {
        var level = 0
        var hasBullet: Bool?
        var numbering: String?
        var start = 1
    }

    /// Reads the text body that begins here.
    mutating func read(_ xml: inout XMLPart) throws(Failure) -> [FlowPiece] {
        let level = xml.depth
        var pieces: [FlowPiece] = []
        while try xml.nextChild(of: level) {
            if xml.element == "p" {
                if let piece = try paragraph(&xml) { pieces.append(piece) }
            } else {
                try xml.skip()
            }
        }
        return pieces
    }

    private mutating func paragraph(_ xml: inout XMLPart) throws(Failure) -> FlowPiece? {
        let level = xml.depth
        var mark = Mark()
        var text = StyledText()
        while try xml.nextChild(of: level) {
            if xml.element == "pPr" { mark = try Self.mark(&xml) } else { try inline(&xml, &text) }
        }
        text = text.trimmed
        guard !text.isEmpty else { return nil }
        if placeholder?.isTitle ?? false { return .block(.paragraph(text)) }
        if let numbering = mark.numbering { return .entry(numbered(text, mark, numbering)) }
        if mark.hasBullet ?? template.hasBullet(placeholder, level: mark.level) {
            counters = counters.filter { $0.key < mark.level }
            return .entry(ListEntry(text, level: mark.level))
        }
        counters = [:]
        return .block(.paragraph(text))
    }

    private mutating func numbered(_ text: StyledText, _ mark: Mark, _ form: String) -> ListEntry {
        counters = counters.filter { $0.key <= mark.level }
        let known = counters[mark.level].flatMap { $0.form == form ? $0.next : nil }
        let number = known ?? mark.start
        counters[mark.level] = (number &+ 1, form)
        // The names say the form and what stands around it, as in `romanLcPeriod` (20.1.10.61).
        let sign: ListNumbers.Form =
            form.hasPrefix("alphaLc")
            ? .lowerLetter
            : form.hasPrefix("alphaUc")
                ? .upperLetter
                : form.hasPrefix("romanLc") ? .lowerRoman : form.hasPrefix("romanUc") ? .upperRoman : .decimal
        var label = ListNumbers.text(number, sign)
        if form.hasSuffix("Period") { label += "." }
        if form.hasSuffix("ParenR") { label += ")" }
        if form.hasSuffix("ParenBoth") { label = "(\(label))" }
        var entry = WordNumbering.entry(label: label, number: number, level: mark.level, form: sign)
        entry.text = text
        return entry
    }

    private static func mark(_ xml: inout XMLPart) throws(Failure) -> Mark {
        let depth = xml.depth
        var mark = Mark(level: min(8, max(0, xml["lvl"].flatMap(Int.init) ?? 0)))
        while try xml.nextChild(of: depth) {
            switch xml.element {
            case "buNone": mark.hasBullet = false
            case "buChar", "buBlip": mark.hasBullet = true
            case "buAutoNum":
                mark.numbering = xml["type"] ?? "arabicPeriod"
                mark.start = xml["startAt"].flatMap(Int.init) ?? 1
            default: break
            }
            try xml.skip()
        }
        return mark
    }

    private func inline(_ xml: inout XMLPart, _ text: inout StyledText) throws(Failure) {
        switch xml.element {
        case "r", "fld": try run(&xml, &text)
        case "br":
            text.append([ASCII.lineFeed])
            try xml.skip()
        case "AlternateContent", "Choice", "m":
            let level = xml.depth
            while try xml.nextChild(of: level) { try inline(&xml, &text) }
        case "oMath", "oMathPara": text.append(try WordMath.read(&xml), style: .math)
        default: try xml.skip()
        }
    }

    private func run(_ xml: inout XMLPart, _ text: inout StyledText) throws(Failure) {
        let level = xml.depth
        var style: StyledText.Style = []
        var link: String?
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "rPr": (style, link) = try format(&xml)
            case "t": text.append(try xml.text(), style: style, link: link)
            default: try xml.skip()
            }
        }
    }

    private func format(_ xml: inout XMLPart) throws(Failure) -> (StyledText.Style, String?) {
        let level = xml.depth
        var style: StyledText.Style = []
        if xml["b"].map(WordFormat.isOn) ?? false { style.insert(.bold) }
        if xml["i"].map(WordFormat.isOn) ?? false { style.insert(.italic) }
        if let strike = xml["strike"], strike != "noStrike" { style.insert(.strikethrough) }
        let baseline = xml["baseline"].flatMap(Int.init) ?? 0
        if baseline != 0 { style.insert(baseline > 0 ? .superscript : .subscript) }
        var link: String?
        while try xml.nextChild(of: level) {
            if xml.element == "hlinkClick" {
                let target = relationships[xml.attribute("id", inNamespaceEnding: "/relationships")]
                if let target, target.isExternal { link = target.target }
            }
            try xml.skip()
        }
        return (style, link)
    }
}

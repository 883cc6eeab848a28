import Layout
import Model

/// The look of a run (ECMA-376 part 1, 17.3.2); nil where it says nothing.
struct WordFormat {
    var isBold: Bool?
    var isItalic: Bool?
    var isStruck: Bool?
    var isHidden: Bool?
    var isCode: Bool?
    var position: String?
    var style: String?
    /// The inserted or deleted mark of the paragraph the properties belong to.
    var isDeleted = false

    init() {}

    /// Reads `rPr`, which begins here.
    init(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            let value = xml["val"]
            let isOn = value.map(Self.isOn) ?? true
            switch xml.element {
            case "b": isBold = isOn
            case "i": isItalic = isOn
            case "strike", "dstrike": isStruck = isOn
            case "vanish": isHidden = isOn
            case "vertAlign": position = value
            case "rStyle": style = value
            case "del", "moveFrom": isDeleted = true
            default: break
            }
            try xml.skip()
        }
    }

    /// The value of a property that is on or off (22.9.2.7).
    static func isOn(_ value: String) -> Bool { value != "0" && value != "false" && value != "off" }

    /// Takes over what `other` says.
    mutating func apply(_ other: WordFormat) {
        isBold = other.isBold ?? isBold
        isItalic = other.isItalic ?? isItalic
        isStruck = other.isStruck ?? isStruck
        isHidden = other.isHidden ?? isHidden
        isCode = other.isCode ?? isCode
        position = other.position ?? position
    }

    var textStyle: StyledText.Style {
        var style: StyledText.Style = []
        if isBold == true { style.insert(.bold) }
        if isItalic == true { style.insert(.italic) }
        if isStruck == true { style.insert(.strikethrough) }
        if isCode == true { style.insert(.code) }
        if position == "superscript" { style.insert(.superscript) }
        if position == "subscript" { style.insert(.subscript) }
        return style
    }
}

/// What counts of the properties of a paragraph (ECMA-376 part 1, 17.3.1).
struct WordParagraphProperties {
    var style: String?
    var outline: Int?
    /// `0` takes the paragraph out of the list its style puts it in.
    var numbering: String?
    var numberingLevel: Int?
    var breaksPageBefore = false
    /// The paragraph ends a section that the next one follows on a new page.
    var endsSectionPage = false
    /// The paragraph goes on in the next one, since its end was deleted.
    var isEndDeleted = false

    init() {}

    /// Reads `pPr`, which begins here.
    init(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "pStyle":
                style = xml["val"]
                try xml.skip()
            case "outlineLvl":
                outline = xml["val"].flatMap(Int.init)
                try xml.skip()
            case "pageBreakBefore":
                breaksPageBefore = xml["val"].map(WordFormat.isOn) ?? true
                try xml.skip()
            case "numPr": try readNumbering(&xml)
            case "sectPr": endsSectionPage = try Self.startsPage(&xml)
            case "rPr": isEndDeleted = try WordFormat(&xml).isDeleted
            default: try xml.skip()
            }
        }
    }

    private mutating func readNumbering(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            if xml.element == "numId" { numbering = xml["val"] }
            if xml.element == "ilvl" { numberingLevel = xml["val"].flatMap(Int.init) }
            try xml.skip()
        }
    }

    private static func startsPage(_ xml: inout XMLPart) throws(Failure) -> Bool {
        let level = xml.depth
        var startsPage = true
        while try xml.nextChild(of: level) {
            if xml.element == "type", let kind = xml["val"] {
                startsPage = kind != "continuous" && kind != "nextColumn"
            }
            try xml.skip()
        }
        return startsPage
    }
}

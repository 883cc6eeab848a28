import Layout
import Model

/// Control words that need no rule of their own.
enum RichTextWords {
    /// Words after `\*` that matter all the same.
    static let kept: Set<String> = [
        "shptxt", "shpinst", "shp", "picprop", "sp", "footnote", "cs", "ud", "upr", "nesttableprops",
    ]

    /// Destinations whose text is none of the document's.
    static let ignored: Set<String> = [
        "colortbl", "pict", "object", "objdata", "themedata", "colorschememapping", "datastore", "latentstyles",
        "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "filetbl", "revtbl", "nonshppict",
        "headerl", "headerr", "headerf", "footerl", "footerr", "footerf", "header", "footer", "bkmkstart", "bkmkend",
        "pn", "pnseclvl", "formfield", "datafield", "atnid", "atnauthor", "atndate", "atnref", "annotation",
        "atrfstart",
        "atrfend", "xe", "tc", "template", "operator", "private", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
        "sn", "sv", "nonesttables", "mmathPr", "shppict", "fldtype", "pgptbl", "docvar", "userprops", "wgrffmtfilter",
    ]

    /// Properties of the document by the word that begins them.
    static let properties = [
        "title": "title", "author": "author", "subject": "subject", "keywords": "keywords", "doccomm": "description",
        "company": "company", "category": "category",
    ]

    static let characters = [
        "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "\u{2014}", "endash": "\u{2013}", "bullet": "\u{2022}",
        "lquote": "\u{2018}", "rquote": "\u{2019}", "ldblquote": "\u{201C}", "rdblquote": "\u{201D}",
        "emspace": " ", "enspace": " ", "qmspace": " ",
    ]
}

extension RichTextParser {
    /// Enters the destination a word begins; false for all other words.
    mutating func destination(_ word: String, isStarred: Bool) -> Bool {
        if state.destination == .ignored { return true }
        switch word {
        case "fonttbl": state.destination = .fontTable
        case "stylesheet": state.destination = .styleSheet
        case "listtext", "pntext":
            state.destination = .label
            label = StyledText()
        case "fldinst":
            state.destination = .fieldInstruction
            aside = []
        case "fldrslt", "shptxt", "result": state.destination = .text
        case "footnote": beginNote()
        case "upr": break
        default:
            if RichTextWords.ignored.contains(word) {
                state.destination = .ignored
            } else if let name = RichTextWords.properties[word], stack.count >= 2, stack.count <= 3 {
                state.destination = .property(name)
                aside = []
            } else {
                return false
            }
        }
        return true
    }

    /// Keeps what a destination said that is no text.
    mutating func endDestination() {
        switch state.destination {
        case .property(let name):
            properties.set(name, aside)
            aside = []
        case .fontTable:
            fonts.name(aside)
            aside = []
        case .styleSheet:
            if !aside.isEmpty {
                styleNames[state.style] =
                    String(decoding: aside.filter { $0 != UInt8(ascii: ";") }, as: UTF8.self)
                    .trimmingBlanks
            }
            aside = []
        default: break
        }
    }

    /// Follows a word that changes how text looks or where it stands.
    mutating func apply(_ word: String, _ number: Int?) {
        let isOn = number != 0
        if let characters = RichTextWords.characters[word] { return append(characters) }
        switch word {
        case "plain": state.format = WordFormat()
        case "b": state.format.isBold = isOn
        case "i": state.format.isItalic = isOn
        case "strike", "striked": state.format.isStruck = isOn
        case "v", "deleted": state.format.isHidden = isOn
        case "super": state.format.position = isOn ? "superscript" : nil
        case "sub": state.format.position = isOn ? "subscript" : nil
        case "nosupersub": state.format.position = nil
        case "f": state.font = number ?? 0
        case "fcharset": fonts.setCharacterSet(number ?? 0, font: state.font)
        case "ansicpg": fonts.codePage = number ?? 1252
        case "mac": fonts.codePage = 10000
        case "pc": fonts.codePage = 437
        case "s": state.style = number ?? 0
        case "field": state.link = nil
        default: applyParagraph(word, number)
        }
    }

    private mutating func applyParagraph(_ word: String, _ number: Int?) {
        switch word {
        case "pard": state.resetParagraph()
        case "outlinelevel": state.outline = number
        case "li", "lin": state.indent = number ?? 0
        case "fi": state.firstIndent = number ?? 0
        case "ilvl": state.listLevel = number
        case "intbl": state.isInTable = true
        case "par", "sect", "nestcell": if state.destination == .text { endParagraph() }
        case "page", "column": if state.destination == .text { breakPage(isPage: word == "page") }
        case "sbknone", "sbkcol": break
        default: applyTable(word, number)
        }
    }

    private mutating func applyTable(_ word: String, _ number: Int?) {
        guard state.destination == .text else { return }
        switch word {
        case "cell":
            endParagraph(inCell: true)
            row.cells.append(RichTextRow.Cell(pieces: cell))
            cell = []
        case "row":
            row.edges = definedRow.edges
            row.isHeader = definedRow.isHeader
            if !row.cells.isEmpty { rows.append(row) }
            row = RichTextRow()
            if rows.count >= Limits.tableRows { endTable() }
        case "trowd": definedRow = RichTextRow()
        case "trhdr": definedRow.isHeader = true
        case "clmrg": edge.goesOnFromLeft = true
        case "clvmgf": edge.startsBelow = true
        case "clvmrg": edge.goesOnFromAbove = true
        case "cellx":
            edge.place = number ?? 0
            if definedRow.edges.count < Limits.spannedColumns { definedRow.edges.append(edge) }
            edge = RichTextRow.Edge(place: 0)
        default: break
        }
    }
}

import Layout
import Model

extension WordFlow {
    /// Reads one element inside a paragraph.
    mutating func inline(
        _ xml: inout XMLPart, _ paragraph: inout WordParagraph, link: String?
    ) throws(Failure) {
        switch xml.element {
        case "r": try run(&xml, &paragraph, link: link)
        case "hyperlink":
            let target = relationships[xml.attribute("id", inNamespaceEnding: "relationships")]
            try children(&xml, &paragraph, link: target?.isExternal == true ? target?.target : link)
        case "fldSimple":
            let address = WordField.link(Array((xml["instr"] ?? "").utf8))
            try children(&xml, &paragraph, link: address ?? link)
        case "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo", "AlternateContent", "Choice":
            try children(&xml, &paragraph, link: link)
        case "oMath", "oMathPara": paragraph.text.append(try WordMath.read(&xml), style: .math)
        default: try xml.skip()
        }
    }

    private mutating func children(
        _ xml: inout XMLPart, _ paragraph: inout WordParagraph, link: String?
    ) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) { try inline(&xml, &paragraph, link: link) }
    }

    private mutating func run(
        _ xml: inout XMLPart, _ paragraph: inout WordParagraph, link: String?
    ) throws(Failure) {
        let level = xml.depth
        var format = WordFormat()
        while try xml.nextChild(of: level) {
            if xml.element == "rPr" {
                let direct = try WordFormat(&xml)
                if let style = direct.style { format = styles.format(of: style) }
                format.apply(direct)
            } else {
                try runContent(&xml, &paragraph, format, link)
            }
        }
    }

    private mutating func runContent(
        _ xml: inout XMLPart, _ paragraph: inout WordParagraph, _ format: WordFormat, _ link: String?
    ) throws(Failure) {
        switch xml.element {
        case "t": append(try xml.text(), to: &paragraph, format, link)
        case "fldChar": try field(&xml, &paragraph)
        case "instrText":
            let text = try xml.text()
            if !fields.isEmpty, !fields[fields.count - 1].showsResult {
                fields[fields.count - 1].instruction += text.prefix(Limits.documentNameBytes)
            }
        case "footnoteReference", "endnoteReference", "commentReference":
            let reference = notes.refer(xml.element, id: xml["id"])
            if let block = reference?.block { pendingNotes.append(block) }
            if let mark = reference?.mark { paragraph.text.append("[^\(mark)]", style: .note) }
            try xml.skip()
        case "drawing", "pict", "object": try drawing(&xml, &paragraph)
        case "AlternateContent", "Choice", "ruby", "rubyBase":
            let level = xml.depth
            while try xml.nextChild(of: level) {
                if xml.element == "r" {
                    try run(&xml, &paragraph, link: link)
                } else {
                    try runContent(&xml, &paragraph, format, link)
                }
            }
        default:
            if let text = Self.character(xml.element, &xml) { append(Array(text.utf8), to: &paragraph, format, link) }
            if xml.element == "lastRenderedPageBreak" { paragraph.breakPage(isExplicit: false) }
            if xml.element == "br", xml["type"] == "page" { paragraph.breakPage(isExplicit: true) }
            try xml.skip()
        }
    }

    /// The text an element without content stands for.
    private static func character(_ element: String, _ xml: inout XMLPart) -> String? {
        switch element {
        case "tab", "ptab": return "\t"
        case "br": return xml["type"] == "page" || xml["type"] == "column" ? nil : "\n"
        case "cr": return "\n"
        case "noBreakHyphen": return "-"
        case "sym":
            guard let code = xml["char"].flatMap({ UInt32($0, radix: 16) }) else { return nil }
            return SymbolFonts.text(font: xml["font"] ?? "", code: code)
        default: return nil
        }
    }

    private mutating func append(
        _ text: [UInt8], to paragraph: inout WordParagraph, _ format: WordFormat, _ link: String?
    ) {
        guard format.isHidden != true, fields.allSatisfy(\.showsResult) else { return }
        let target = link ?? fields.last { $0.link != nil }?.link
        paragraph.text.append(text, style: format.textStyle, link: target)
    }

    private mutating func field(_ xml: inout XMLPart, _ paragraph: inout WordParagraph) throws(Failure) {
        switch xml["fldCharType"] {
        case "begin" where fields.count < Limits.partDepth: fields.append(WordField())
        case "separate" where !fields.isEmpty:
            fields[fields.count - 1].showsResult = true
            fields[fields.count - 1].link = WordField.link(fields[fields.count - 1].instruction)
        case "end": _ = fields.popLast()
        default: break
        }
        let level = xml.depth
        var box: Bool?
        while true {
            let event = try xml.next()
            if event == .finished || event == .end && xml.depth == level { break }
            guard event == .start else { continue }
            if xml.element == "checkBox" { box = box ?? false }
            if xml.element == "checked" || xml.element == "default" && box == false {
                box = xml["val"].map(WordFormat.isOn) ?? true
            }
        }
        if let box { paragraph.text.append(box ? "☒" : "☐") }
    }

    /// What a picture, shape or text box says.
    private mutating func drawing(_ xml: inout XMLPart, _ paragraph: inout WordParagraph) throws(Failure) {
        let level = xml.depth
        var description: String?
        var text: [UInt8] = []
        while true {
            let event = try xml.next()
            if event == .finished || event == .end && xml.depth == level { break }
            guard event == .start else { continue }
            switch xml.element {
            case "Fallback": try xml.skip()
            case "txbxContent": paragraph.beside += try isolated { flow throws(Failure) in try flow.blocks(&xml) }
            case "docPr", "cNvPr": if description == nil { description = Self.description(xml["descr"], xml["title"]) }
            case "shape", "imagedata":
                if description == nil { description = Self.description(xml["alt"], xml["title"]) }
            case "textpath": text += Array((xml["string"] ?? "").utf8) + [ASCII.lineFeed]
            case "chart", "relIds": paragraph.beside += graphic(&xml)
            case "t" where xml.namespace.contains("/drawingml/"): text += try xml.text() + [ASCII.lineFeed]
            default: break
            }
        }
        if let description { paragraph.beside.append(.block(.image(StyledText(description)))) }
        if !text.trimmed.isEmpty { paragraph.beside.append(.block(.paragraph(StyledText(utf8: text).trimmed))) }
    }

    /// Reads text that stands apart, so that fields which are open outside do not matter.
    private mutating func isolated(
        _ body: (inout WordFlow) throws(Failure) -> [FlowPiece]
    ) throws(Failure) -> [FlowPiece] {
        let outer = fields
        fields = []
        let pieces = try body(&self)
        fields = outer
        return pieces
    }

    private static func description(_ candidates: String?...) -> String? {
        candidates.compactMap { $0?.trimmingBlanks }.first { !$0.isEmpty }
    }

    /// A chart or SmartArt graphic, which stands in a part of its own; nothing where that part cannot be read.
    private func graphic(_ xml: inout XMLPart) -> [FlowPiece] {
        let isChart = xml.element == "chart"
        let id = xml.attribute(isChart ? "id" : "dm", inNamespaceEnding: "/relationships")
        guard let target = relationships[id], !target.isExternal else { return [] }
        return OfficeGraphic.blocks(of: target.target, isChart: isChart, in: package).map(FlowPiece.block)
    }
}

extension String {
    /// The text without blanks on both sides, cut to the length of a name.
    var trimmingBlanks: String {
        String(decoding: Array(utf8).trimmed.prefix(Limits.documentNameBytes), as: UTF8.self)
    }
}

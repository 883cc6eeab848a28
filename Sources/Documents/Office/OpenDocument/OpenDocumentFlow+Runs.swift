import Layout
import Model

extension OpenDocumentFlow {
    /// Reads the text inside the element that begins here.
    mutating func inline(
        _ xml: inout XMLPart, _ paragraph: inout WordParagraph, _ format: WordFormat, link: String?
    ) throws(Failure) {
        let level = xml.depth
        while true {
            switch try xml.next() {
            case .text:
                if format.isHidden != true { Self.collapse(xml.characters, format, link, into: &paragraph.text) }
            case .start: try element(&xml, &paragraph, format, link)
            case .end where xml.depth <= level: return
            case .finished: return
            default: break
            }
        }
    }

    /// Blanks and line ends in the file count as one blank (6.1.2); those that are meant are elements.
    private static func collapse(
        _ characters: ArraySlice<UInt8>, _ format: WordFormat, _ link: String?, into text: inout StyledText
    ) {
        var kept: [UInt8] = []
        kept.reserveCapacity(characters.count)
        var last = text.bytes.last ?? ASCII.space
        for byte in characters {
            let isBlank = byte <= ASCII.space
            if isBlank, last <= ASCII.space { continue }
            last = isBlank ? ASCII.space : byte
            kept.append(last)
        }
        text.append(kept, style: format.textStyle, link: link)
    }

    private mutating func element(
        _ xml: inout XMLPart, _ paragraph: inout WordParagraph, _ format: WordFormat, _ link: String?
    ) throws(Failure) {
        switch xml.element {
        case "span":
            var inner = format
            inner.apply(styles.format(of: xml["style-name"]))
            try inline(&xml, &paragraph, inner, link: link)
        case "a" where xml.namespace.hasSuffix("text:1.0"):
            let target = xml["href"] ?? ""
            // Places in the document are no addresses.
            try inline(&xml, &paragraph, format, link: target.isEmpty || target.hasPrefix("#") ? link : target)
        case "s":
            let count = min(max(1, xml["c"].flatMap(Int.init) ?? 1), Limits.spannedColumns)
            paragraph.text.append([UInt8](repeating: ASCII.space, count: count), style: format.textStyle, link: link)
            try xml.skip()
        case "tab":
            paragraph.text.append([ASCII.tab], style: format.textStyle, link: link)
            try xml.skip()
        case "line-break":
            paragraph.text.append([ASCII.lineFeed], style: format.textStyle, link: link)
            try xml.skip()
        case "soft-page-break":
            paragraph.breakPage(isExplicit: false)
            try xml.skip()
        case "note": try note(&xml, &paragraph)
        case "annotation": pendingNotes += try comment(&xml)
        case "frame", "g", "custom-shape", "rect", "ellipse": try drawing(&xml, into: &paragraph.beside)
        case "tracked-changes", "hidden-text", "ruby-text", "annotation-end", "event-listeners", "desc", "title",
            "notes", "forms", "bibliography-mark-data", "meta-data":
            try xml.skip()
        default: try inline(&xml, &paragraph, format, link: link)
        }
    }

    private mutating func note(_ xml: inout XMLPart, _ paragraph: inout WordParagraph) throws(Failure) {
        let isEndnote = xml["note-class"] == "endnote"
        let level = xml.depth
        var text = StyledText()
        while try xml.nextChild(of: level) {
            if xml.element == "note-body" {
                var flow = OpenDocumentFlow(styles: styles)
                text = FlowPiece.flattened(try flow.blocks(&xml)).trimmed
            } else {
                try xml.skip()
            }
        }
        let kind = isEndnote ? "e" : ""
        noteCounts[kind, default: 0] += 1
        let mark = kind + String(noteCounts[kind] ?? 1)
        pendingNotes.append(.footnote(text, mark: mark))
        paragraph.text.append("[^\(mark)]", style: .note)
    }

    /// A comment as a quote.
    func comment(_ xml: inout XMLPart) throws(Failure) -> [Block.Kind] {
        let level = xml.depth
        var author = ""
        var pieces: [FlowPiece] = []
        var flow = OpenDocumentFlow(styles: styles)
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "creator": author = String(decoding: try xml.text(), as: UTF8.self).trimmingBlanks
            case "date", "date-string", "creator-initials": try xml.skip()
            default: try flow.block(&xml, into: &pieces)
            }
        }
        let text = FlowPiece.flattened(pieces).trimmed
        let head = author.isEmpty ? "Comment: " : "Comment (\(author)): "
        return text.isEmpty ? [] : [.quote(StyledText(head).joined(text))]
    }

    /// What a frame, shape or group of them says.
    mutating func drawing(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        let level = xml.depth
        var flow = OpenDocumentFlow(styles: styles)
        flow.noteCounts = noteCounts
        var description: String?
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "desc", "title":
                let text = String(decoding: try xml.text(), as: UTF8.self).trimmingBlanks
                if !text.isEmpty { description = description ?? text }
            case "p", "h", "list", "table", "text-box", "frame", "g", "custom-shape", "rect", "ellipse":
                try flow.block(&xml, into: &pieces)
            case "a":
                try flow.drawing(&xml, into: &pieces)
            case "object": try flow.object(&xml, into: &pieces)
            default: try xml.skip()
            }
        }
        noteCounts = flow.noteCounts
        pendingNotes += flow.pendingNotes
        if let description { pieces.append(.block(.image(StyledText(description)))) }
    }

    /// A formula that stands in the document itself (MathML).
    private func object(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        let text = try xml.text().trimmed
        if !text.isEmpty { pieces.append(.block(.paragraph(StyledText(utf8: text)))) }
    }
}

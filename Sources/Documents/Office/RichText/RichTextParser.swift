import Layout
import Model

/// Reads RTF (specification 1.9.1) token by token into pieces of text.
struct RichTextParser {
    private var tokens: RichTextTokens
    var state = RichTextState()
    var stack: [RichTextState] = []
    /// Pieces that are finished.
    var pieces: [FlowPiece] = []
    /// The paragraph that is being read, and its label.
    var text = StyledText()
    var label = StyledText()
    /// Bytes of the code page of the present font that are not decoded yet.
    var pending: [UInt8] = []
    /// Characters still to be left out, since they stand for a `\u` before them.
    private var skipped = 0
    private var highSurrogate: UInt32?
    private var isStarred = false
    /// Text of the destination that is no text of the document.
    var aside: [UInt8] = []
    var fonts = RichTextFonts()
    var styleNames: [Int: String] = [:]
    var properties = OfficeProperties()
    /// Row and table that are being read.
    var cell: [FlowPiece] = []
    var row = RichTextRow()
    var edge = RichTextRow.Edge(place: 0)
    var definedRow = RichTextRow()
    var rows: [RichTextRow] = []
    /// Footnotes of the present page.
    var notes: [Block.Kind] = []
    var noteCount = 0
    /// Paragraphs of the text around a note.
    var outer: [(text: StyledText, label: StyledText, pieces: [FlowPiece])] = []
    private(set) var isOver = false
    /// The text ended before its groups did.
    private(set) var isCut = false

    init(_ source: DocumentSource) { tokens = RichTextTokens(source) }

    init(_ bytes: [UInt8]) { tokens = RichTextTokens(bytes) }

    /// Reads on until some pieces are finished or the text is over.
    mutating func read() throws(Failure) {
        while !isOver, pieces.isEmpty || !outer.isEmpty {
            switch try tokens.next() {
            case .open: try open()
            case .close: close()
            case .word(let word, let number): try control(word, number)
            case .symbol(let symbol): control(symbol)
            case .byte(let byte): if skipped > 0 { skipped -= 1 } else { add(byte) }
            case .end:
                isCut = !stack.isEmpty
                finish()
            }
        }
    }

    private mutating func open() throws(Failure) {
        flush()
        skipped = 0
        guard stack.count < Limits.richTextDepth else {
            throw Failure(
                .invalidMedia, "the RTF is refused, its groups are nested deeper than \(Limits.richTextDepth) levels",
                stage: .parse)
        }
        stack.append(state)
        state.isField = false
        state.isNote = false
    }

    private mutating func close() {
        flush()
        skipped = 0
        isStarred = false
        endDestination()
        if state.isNote { endNote() }
        guard let outer = stack.popLast() else { return finish() }
        let instruction = state.destination == .fieldInstruction && outer.destination != .fieldInstruction
        let link = instruction ? WordField.link(aside) : nil
        if instruction { aside = [] }
        state = outer
        if let link { state.link = link }
        if stack.isEmpty { finish() }
    }

    private mutating func finish() {
        guard !isOver else { return }
        flush()
        isOver = true
        endParagraph()
        endTable()
    }

    private mutating func control(_ symbol: UInt8) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        switch symbol {
        case UInt8(ascii: "*"): isStarred = true
        case UInt8(ascii: "~"): append("\u{A0}")
        case UInt8(ascii: "_"): append("-")
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): add(symbol)
        default: break
        }
    }

    private mutating func control(_ word: String, _ number: Int?) throws(Failure) {
        let wasStarred = isStarred
        isStarred = false
        switch word {
        case "bin":
            try tokens.skip(number ?? 0)
            return
        case "u":
            flush()
            unicode(number ?? 0)
            skipped = state.fallbackLength
            return
        case "uc":
            state.fallbackLength = max(0, min(100, number ?? 1))
            return
        default: break
        }
        if skipped > 0 {
            skipped -= 1
            return
        }
        flush()
        if destination(word, isStarred: wasStarred) { return }
        // A destination that is marked as skippable and not known.
        if wasStarred, !RichTextWords.kept.contains(word) { return state.destination = .ignored }
        guard state.destination != .ignored else { return }
        apply(word, number)
    }

    private mutating func unicode(_ number: Int) {
        let value = UInt32(truncatingIfNeeded: number < 0 ? number + 65_536 : number)
        if (0xD800..<0xDC00).contains(value) { return highSurrogate = value }
        if (0xDC00..<0xE000).contains(value), let high = highSurrogate {
            highSurrogate = nil
            guard let scalar = UnicodeScalar(0x10000 + (high - 0xD800) << 10 + (value - 0xDC00)) else { return }
            return append(String(scalar))
        }
        highSurrogate = nil
        if (0xF000..<0xF100).contains(value) {
            return append(SymbolFonts.text(font: fonts.name(of: state.font), code: value) ?? "•")
        }
        if let scalar = UnicodeScalar(value), value >= 0x20 { append(String(scalar)) }
    }

    private mutating func add(_ byte: UInt8) {
        guard state.destination != .ignored else { return }
        pending.append(byte)
        if pending.count >= Limits.textReadBytes { flush() }
    }

    /// Decodes the bytes that wait.
    mutating func flush() {
        guard !pending.isEmpty else { return }
        let bytes = pending
        pending = []
        if state.destination == .text || state.destination == .label {
            append(utf8: fonts.decode(bytes, font: state.font))
        } else {
            append(utf8: fonts.decode(bytes, font: -1))
        }
    }

    /// Adds text to where it goes.
    mutating func append(_ addition: String) { append(utf8: Array(addition.utf8)) }

    private mutating func append(utf8 addition: [UInt8]) {
        switch state.destination {
        case .text:
            if state.format.isHidden != true {
                text.append(addition, style: state.format.textStyle, link: state.link)
            }
        case .label: label.append(addition)
        case .ignored: break
        default: if aside.count < Limits.documentNameBytes { aside += addition }
        }
    }
}

import Layout
import MIME
import Model

/// What is shown of one message: its headers, its text, and the messages in it.
struct MailContent: ~Copyable {
    private(set) var blocks: [Block] = []
    private(set) var links: [(text: String, address: String)] = []
    private(set) var warnings: [String] = []
    /// The media types of the texts that are shown.
    private(set) var shownTypes: [String] = []
    let plan: MailPlan
    private let message: MailMessage
    private let name: String

    init(_ message: consuming MailMessage, name: String) {
        self.name = name
        var choice = BodyChoice()
        for (index, part) in message.parts.enumerated() where part.mediaType.hasPrefix("text/") && part.name == nil {
            choice.note(index, part, message.content(of: index, limit: Limits.mailTextBytes) ?? [])
        }
        plan = MailPlan(message.parts) { choice.prefersHTML($0, $1) }
        self.message = message
        addHeaders(self.message.headers, level: 1)
        for section in plan.sections { add(section) }
        if self.message.isCut {
            warnings.append("the message has too many parts, or too deep ones; the rest is left out")
        }
        if plan.isEncrypted { warnings.append("the text of the message is encrypted and was not read") }
    }

    var headers: MailHeaders { message.headers }

    /// The headers of a part.
    func part(_ index: Int) -> MailPart { message.parts[index] }

    /// The bytes of a part; nil when they are too many.
    func content(of index: Int, limit: Int) -> [UInt8]? { message.content(of: index, limit: limit) }

    private mutating func add(_ section: MailPlan.Section) {
        switch section {
        case .message(let index):
            guard let headers = message.nestedHeaders[index] else { return }
            blocks.append(Block(.rule))
            addHeaders(headers, level: 2)
        case .text(let index):
            guard let text = text(of: index) else { return }
            let part = message.parts[index]
            blocks += MailText(text, isFlowed: part.format == "flowed", deletesBlanks: part.deletesBlanks).blocks
            note(part.mediaType)
        case .lines(let index):
            guard let text = text(of: index), !text.trimmed.isEmpty else { return }
            blocks.append(Block(.code(Array(text.trimmed), language: nil)))
            note(message.parts[index].mediaType)
        case .html(let index):
            guard let bytes = bytes(of: index) else { return }
            do throws(Failure) {
                let page = try HTMLPage(bytes, charset: message.parts[index].charset, name: name)
                let (blocks, links) = page.wholeBody()
                self.blocks += blocks
                self.links += links
                note("text/html")
            } catch {
                warnings.append(error.message)
            }
        }
    }

    private mutating func note(_ type: String) { if !shownTypes.contains(type) { shownTypes.append(type) } }

    private mutating func bytes(of index: Int) -> [UInt8]? {
        if let bytes = message.content(of: index, limit: Limits.mailTextBytes) { return bytes }
        warnings.append("a text of more than \(Limits.mailTextBytes) bytes is left out")
        return nil
    }

    private mutating func text(of index: Int) -> [UInt8]? {
        bytes(of: index).map { MailContent.decoded($0, charset: message.parts[index].charset) }
    }

    /// Text in UTF-8 without control characters.
    static func decoded(_ bytes: [UInt8], charset: String?) -> [UInt8] {
        let sample = Array(bytes.prefix(Limits.detectionBytes))
        let encoding = TextEncoding(of: sample, isWhole: sample.count == bytes.count, declared: charset)
        var decoder = TextDecoder(encoding)
        return (decoder.decode(bytes[...]) + decoder.finish()).map { ASCII.isControl($0) ? ASCII.space : $0 }
    }

    private mutating func addHeaders(_ headers: MailHeaders, level: Int) {
        if let subject = headers.subject.map(Self.line), !subject.isEmpty {
            blocks.append(Block(.heading(StyledText(subject), level: level)))
        }
        var entries: [ListEntry] = []
        for (label, value) in [
            ("From", headers.from), ("To", headers.to), ("Cc", headers.cc), ("Bcc", headers.bcc),
            ("Date", headers.date),
        ] {
            guard let value = value.map(Self.line), !value.isEmpty else { continue }
            var text = StyledText()
            text.append("\(label):", style: .bold)
            text.append(" " + value)
            entries.append(ListEntry(text))
        }
        if !entries.isEmpty { blocks.append(Block(.list(entries))) }
    }

    /// One line of a header, bounded, without control characters.
    static func line(_ value: String) -> String {
        var run = InlineRun()
        run.add(Array(value.utf8.prefix(Limits.mailHeaderBytes)).map { ASCII.isControl($0) ? ASCII.space : $0 }[...])
        return String(decoding: run.take().bytes, as: UTF8.self)
    }
}

/// Tells which of two texts of a message says more: the plain one, unless HTML has structure or text beyond it.
private struct BodyChoice {
    private var letters: [Int: Int] = [:]
    private var structured: Set<Int> = []

    mutating func note(_ index: Int, _ part: MailPart, _ bytes: [UInt8]) {
        if part.mediaType == "text/html" {
            guard let page = try? HTMLPage(bytes, charset: part.charset, name: "") else { return }
            let blocks = page.wholeBody().blocks
            letters[index] = Self.letters(BlockPages.content(of: blocks, number: 1).text)
            let hasStructure = blocks.contains { block in
                switch block.kind {
                case .table, .heading: true
                default: false
                }
            }
            if hasStructure { structured.insert(index) }
        } else {
            letters[index] = Self.letters(MailContent.decoded(bytes, charset: part.charset))
        }
    }

    func prefersHTML(_ plain: Int, _ html: Int) -> Bool {
        let inPlain = letters[plain] ?? 0
        let inHTML = letters[html] ?? 0
        if inHTML == 0 { return false }
        return structured.contains(html) && inHTML * 4 >= inPlain * 3 || inPlain * 3 < inHTML * 2
    }

    private static func letters(_ text: [UInt8]) -> Int { text.count { $0 > ASCII.space } }
}

import Layout
import Model
import WorkerProtocol

/// Reads messages of Outlook (msg): subject, people, date, text; attachments are listed.
struct OutlookReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let message = try OutlookMessage(CompoundFile(source))
        var pages = PageBuilder()
        let subject = String(decoding: try message.text(.subject) ?? [], as: UTF8.self).trimmingBlanks
        if !subject.isEmpty { pages.add(.heading(StyledText(subject), level: 1)) }
        let sender = try Self.sender(message)
        pages.add(.paragraph(try Self.head(message, sender)))
        for piece in try Self.body(message) { pages.add(piece) }
        if !message.attachments.isEmpty {
            pages.add(.heading(StyledText("Attachments"), level: 2))
            pages.add(.list(message.attachments.map { ListEntry(StyledText("\($0.name) (\($0.size) bytes)")) }))
        }
        pages.finish()
        var sequence = PageSequence(options)
        output.add(links: pages.takeLinks())
        for page in pages.takePages() where !sequence.isDone {
            if sequence.begin() { sequence.write(page, to: &output) }
        }
        try sequence.finish(source, &output)
        output.end(try Self.summary(message, subject: subject, sender: sender, pages, sequence.number))
    }

    private static func sender(_ message: OutlookMessage) throws(Failure) -> String {
        let name = try message.text(.senderName, .sentRepresentingName)
        let address = try message.text(.senderSMTPAddress, .senderAddress, .sentRepresentingAddress)
        return OutlookMessage.person(name ?? [], address ?? [])
    }

    private static func head(_ message: OutlookMessage, _ sender: String) throws(Failure) -> StyledText {
        var lines = [("From", sender)]
        for (kind, name, shown) in [(1, "To", OutlookMessage.Property.displayTo), (2, "Cc", .displayCopies)] {
            var people = message.recipients.filter { $0.kind == kind }.map(\.address)
            if people.isEmpty, let text = try message.text(shown) {
                people = [String(decoding: text, as: UTF8.self).trimmingBlanks]
            }
            lines.append((name, people.joined(separator: "; ")))
        }
        lines.append(("Date", message.date ?? ""))
        var text = StyledText()
        for (name, value) in lines where !value.isEmpty {
            if !text.isEmpty { text.append([ASCII.lineFeed]) }
            text.append("\(name):", style: .bold)
            text.append(" \(value)")
        }
        return text
    }

    /// The text as its author wrote it: plain where there is a plain one, else the formatted one.
    private static func body(_ message: OutlookMessage) throws(Failure) -> [FlowPiece] {
        if let plain = try message.text(.body), !plain.trimmed.isEmpty { return paragraphs(plain) }
        if let compressed = try message.binary(.compressedRTF) {
            let pieces = try RichTextParser.pieces(of: CompressedRichText.expand(compressed))
            if !pieces.isEmpty { return pieces }
        }
        if let html = try message.text(.html) { return paragraphs(MarkupText.plain(html)) }
        return try message.binary(.html).map { paragraphs(MarkupText.plain($0)) } ?? []
    }

    /// Paragraphs of plain text, divided by empty lines.
    static func paragraphs(_ text: [UInt8]) -> [FlowPiece] {
        var pieces: [FlowPiece] = []
        var lines: [UInt8] = []
        func finish() {
            let text = StyledText(utf8: lines).trimmed
            if !text.isEmpty { pieces.append(.block(.paragraph(text))) }
            lines = []
        }
        for line in text.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
            let line = line.trimmed
            if line.isEmpty {
                finish()
            } else {
                if !lines.isEmpty { lines.append(ASCII.lineFeed) }
                lines += line
            }
        }
        finish()
        return pieces
    }

    private static func summary(
        _ message: OutlookMessage, subject: String, sender: String, _ pages: PageBuilder, _ count: Int
    ) throws(Failure) -> DocumentSummary {
        let identifier = try message.text(.messageIdentifier).map { String(decoding: $0, as: UTF8.self).trimmingBlanks }
        func people(_ kind: Int) -> JSONValue {
            .strings(message.recipients.filter { $0.kind == kind }.map(\.address))
        }
        let attachments = message.attachments.map { attachment -> JSONValue in
            [
                "name": .string(attachment.name), "size": .integer(attachment.size),
                "mime_type": .optional(attachment.mimeType),
            ]
        }
        return DocumentSummary(
            metadata: [
                "title": .string(subject), "author": .string(sender), "language": .null,
                "created_at": .optional(message.date), "from": .string(sender), "to": people(1), "cc": people(2),
                "message_id": .optional(identifier),
            ], pageCount: count, title: subject.isEmpty ? nil : subject, outline: pages.outline,
            attachments: attachments)
    }
}

extension RichTextParser {
    /// The pieces of RTF in memory.
    static func pieces(of bytes: [UInt8]) throws(Failure) -> [FlowPiece] {
        var parser = RichTextParser(bytes)
        var pieces: [FlowPiece] = []
        while !parser.isOver {
            try parser.read()
            pieces += parser.pieces
            parser.pieces = []
        }
        return pieces + parser.notes.map(FlowPiece.block)
    }
}

/// The words of HTML where nothing but them is wanted.
enum MarkupText {
    /// The text without tags, scripts and styles; ends of blocks are line ends.
    static func plain(_ html: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var index = 0
        var hidden: String?
        while index < html.count {
            guard html[index] == UInt8(ascii: "<"), let end = html[index...].firstIndex(of: UInt8(ascii: ">")) else {
                if hidden == nil { text.append(html[index]) }
                index += 1
                continue
            }
            let tag = String(decoding: html[(index + 1)..<end].prefix { $0 > ASCII.space }, as: UTF8.self).lowercased()
            if ["script", "style", "head"].contains(tag) { hidden = tag }
            if let open = hidden, tag == "/\(open)" { hidden = nil }
            if ["br", "br/", "p", "/p", "div", "/div", "tr", "/tr", "li", "/table", "h1", "h2", "h3"].contains(tag) {
                text.append(ASCII.lineFeed)
            }
            if ["/p", "/h1", "/h2", "/h3", "/table"].contains(tag) { text.append(ASCII.lineFeed) }
            index = end + 1
        }
        let entities = [
            ("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
        ]
        return Array(
            entities.reduce(String(decoding: text, as: UTF8.self)) { $0.replacing($1.0, with: $1.1) }.utf8)
    }
}

import Layout
import Model
import WorkerProtocol

/// Reads messages of Outlook (msg): subject, people, date, text; attachments are read as documents of their own.
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
        var summary = try Self.summary(message, subject: subject, sender: sender, pages, sequence.number)
        summary.attachments = try Self.handOut(message, &output)
        output.end(summary)
    }

    private static func handOut<Sink: PartSink>(
        _ message: OutlookMessage, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) -> [JSONValue] {
        var entries: [JSONValue] = []
        for attachment in message.attachments {
            let name = AttachmentName(number: entries.count + 1, name: attachment.name)
            let content = try message.content(of: attachment)
            let isTaken = content.map { output.handOut(name, $0) } ?? false
            entries.append(
                [
                    "name": .string(attachment.name), "media_type": .optional(attachment.mimeType),
                    "size": .integer(attachment.size),
                    "path": isTaken ? .string("parts/" + name.directoryName) : .null,
                ])
        }
        return entries
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
        if let html = try message.text(.html) { return try pieces(HTMLPage(utf8: html, name: "the message")) }
        guard let html = try message.binary(.html) else { return [] }
        return try pieces(HTMLPage(html, name: "the message"))
    }

    private static func pieces(_ page: HTMLPage) -> [FlowPiece] { page.wholeBody().blocks.map { .block($0.kind) } }

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
        return DocumentSummary(
            metadata: [
                "title": .string(subject), "author": .string(sender), "language": .null,
                "created_at": .optional(message.date), "from": .string(sender), "to": people(1), "cc": people(2),
                "message_id": .optional(identifier),
            ], pageCount: count, title: subject.isEmpty ? nil : subject, outline: pages.outline)
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

import Layout
import Model
import WorkerProtocol

/// Reads the `winmail.dat` of Outlook: its text, and its attachments as documents of their own.
struct WinmailReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard let file = WinmailFile(try source.readWhole(atMost: Int64(Limits.attachmentBytes))) else {
            throw Failure(.corruptDocument, "\(source.name) is no message of Outlook", stage: .parse)
        }
        if file.isCut { output.warn("the file breaks off; what could be read is here") }
        let charset = "windows-\(file.codePage)"
        let subject = file.subject.map { Self.line($0, charset) }
        var blocks: [Block] = []
        if let subject, !subject.isEmpty { blocks.append(Block(.heading(StyledText(subject), level: 1))) }
        let body = try Self.body(of: file, charset, name: source.name)
        var sequence = PageSequence(options)
        if sequence.begin() { sequence.write(BlockPages.content(of: blocks + body.blocks, number: 1), to: &output) }
        try sequence.finish(source, &output)
        output.add(links: body.links.map { BlockPages.link($0, page: 1) })
        var attachments: [JSONValue] = []
        for attachment in file.attachments {
            let name = AttachmentName(number: attachments.count + 1, name: attachment.name)
            let isTaken = output.handOut(name, attachment.content)
            attachments.append(
                [
                    "name": .string(MailContent.line(attachment.name)), "media_type": .optional(attachment.mediaType),
                    "size": .integer(Int64(attachment.content.count)),
                    "path": isTaken ? .string("parts/" + name.directoryName) : .null,
                ])
        }
        output.end(
            DocumentSummary(
                metadata: [
                    "title": .optional(subject), "author": .optional(file.sender.map { Self.line($0, charset) }),
                    "language": .null, "created_at": .null,
                ], pageCount: 1, title: subject, outline: BlockPages.outline(of: blocks, number: 1),
                attachments: attachments))
    }

    private static func body(
        of file: WinmailFile, _ charset: String, name: String
    ) throws(Failure) -> (blocks: [Block], links: [(text: String, address: String)]) {
        if let text = file.text, !text.trimmed.isEmpty {
            let decoded = MailContent.decoded(text, charset: charset)
            return (MailText(decoded, isFlowed: false, deletesBlanks: false).blocks, [])
        }
        if let html = file.html { return try HTMLPage(html, charset: nil, name: name).wholeBody() }
        guard let compressed = file.richText else { return ([], []) }
        return (Self.blocks(of: try RichTextParser.pieces(of: CompressedRichText.expand(compressed))), [])
    }

    private static func blocks(of pieces: [FlowPiece]) -> [Block] {
        var blocks: [Block] = []
        for piece in pieces {
            switch (piece, blocks.last?.kind) {
            case (.entry(let entry), .list(let entries)): blocks[blocks.count - 1].kind = .list(entries + [entry])
            case (.entry(let entry), _): blocks.append(Block(.list([entry])))
            case (.code(let line), _): blocks.append(Block(.code(line, language: nil)))
            case (.block(let kind), _): blocks.append(Block(kind))
            case (.pageBreak, _): break
            }
        }
        return blocks
    }

    private static func line(_ bytes: [UInt8], _ charset: String) -> String {
        MailContent.line(String(decoding: MailContent.decoded(bytes, charset: charset), as: UTF8.self))
    }
}

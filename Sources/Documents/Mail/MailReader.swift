import Layout
import MIME
import Model
import WorkerProtocol

/// Reads mail: a message, or a mail box whose messages are pages. Attachments are listed.
struct MailReader: DocumentReader {
    let mimeType: String

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let isMailbox = mimeType == MediaTypes.mailArchive
        guard let file = MailFile(descriptor: source.descriptor, isMailbox: isMailbox) else {
            throw Failure(.processingError, "no memory to read \(source.name)", stage: .parse)
        }
        var sequence = PageSequence(options)
        var summary = DocumentSummary()
        while !sequence.isDone, sequence.number < Limits.documentPages,
            let message = file.next(depth: Limits.mailDepth, count: Limits.mailParts)
        {
            let isWanted = sequence.begin()
            let isFirst = sequence.number == 1
            guard isWanted || isFirst else { continue }
            let content = MailContent(message, name: source.name)
            if isFirst { summary.note(content.headers, shown: content.shownTypes) }
            if isWanted {
                sequence.write(BlockPages.content(of: content.blocks, number: sequence.number), to: &output)
                output.add(links: content.links.map { BlockPages.link($0, page: sequence.number) })
                for warning in content.warnings { output.warn(warning) }
                attach(content, page: sequence.number, &summary, &output)
            }
            summary.outline += BlockPages.outline(of: content.blocks, number: sequence.number)
                .prefix(Limits.outlineEntries - summary.outline.count)
            if !isMailbox { break }
        }
        guard sequence.number > 0 else {
            throw Failure(.corruptDocument, "\(source.name) holds no message", stage: .parse)
        }
        let isCut = isMailbox && sequence.isDone
        try sequence.finish(source, isCut: isCut, &output)
        summary.pageCount = sequence.number
        if isMailbox { summary.metadata["title"] = .null }
        output.end(summary)
    }

    private func attach<Sink: PartSink>(
        _ content: borrowing MailContent, page: Int, _ summary: inout DocumentSummary,
        _ output: inout DocumentOutput<Sink>
    ) {
        var pictures = summary.metadata["inline_parts"]?.array ?? []
        defer { if !pictures.isEmpty { summary.metadata["inline_parts"] = .array(pictures) } }
        for index in content.plan.attachments {
            guard summary.attachments.count + pictures.count < Limits.documentAttachments else {
                return output.warn("only the first \(Limits.documentAttachments) attachments are listed")
            }
            let part = content.part(index)
            let isInline = content.plan.inline.contains(index) || part.disposition == "inline" && part.name == nil
            let bytes = content.content(of: index, limit: Limits.attachmentBytes)
            var entry: JSONObject = [
                "name": .optional(part.name.map(MailContent.line)), "media_type": .string(part.mediaType),
                "size": .optional(bytes?.count), "page_number": .integer(Int64(page)),
            ]
            if let id = part.contentID { entry["content_id"] = .string(MailContent.line(id)) }
            if isInline {
                pictures.append(.object(entry))
            } else {
                summary.attachments.append(.object(entry))
            }
        }
    }
}

extension DocumentSummary {
    /// Takes title, author and dates from the headers of a message.
    fileprivate mutating func note(_ headers: MailHeaders, shown: [String]) {
        title = headers.subject.map(MailContent.line)
        metadata = [
            "title": .optional(title), "author": .optional(headers.from.map(MailContent.line)),
            "language": .optional(headers.language.map(MailContent.line)),
            "created_at": .optional(headers.seconds.flatMap(Self.timestamp)),
        ]
        for (name, value) in [
            ("to", headers.to), ("cc", headers.cc), ("bcc", headers.bcc), ("reply_to", headers.replyTo),
            ("message_id", headers.messageID), ("in_reply_to", headers.inReplyTo),
        ] {
            if let value { metadata[name] = .string(MailContent.line(value)) }
        }
        metadata["body"] = .strings(shown)
    }

    private static func timestamp(_ seconds: Int64) -> String? {
        // Years of four digits.
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return nil }
        return "\(Timestamp(milliseconds: seconds * 1000))"
    }
}

import Layout
import Model
import Poppler
import WorkerProtocol

/// Reads PDF documents: text per page, and what the document says about itself.
struct PDFReader: DocumentReader {
    let recognizer: PageRecognizer
    private let pageReading: any PDFPageReading = PopplerPageReading()

    init(recognizer: PageRecognizer) { self.recognizer = recognizer }

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        try checkEnd(of: source)
        let file = try open(source, passwords: options.passwords)
        let pages = try options.pages(of: file.pageCount, source: source, into: &output)
        output.expectPages(pages.count)
        var hasText = false
        var copy = output.wantsSearchablePDF ? SearchableCopy() : nil
        for number in pages {
            do throws(Failure) {
                hasText = try readPage(number, of: file, options, pages.count, &copy, into: &output) || hasText
            } catch {
                output.failedPage(number, error)
            }
        }
        if !hasText, output.report.failedPages.count < pages.count {
            output.warn("no text was found on any page; the document is probably a scan")
        }
        if let copy { output.searchablePDF(try copy.write(source, passwords: options.passwords)) }
        output.end(summary(of: file))
        try options.checkFailures(among: pages.count, source, output.report)
    }

    /// A copy that broke off lacks the end marker; poppler would repair it and give back half a document.
    private func checkEnd(of source: DocumentSource) throws(Failure) {
        let length = min(Int64(Limits.pdfTailBytes), source.size)
        let tail = try source.read(Int(length), at: source.size - length)
        guard tail.contains("startxref" as StaticString) || tail.contains("%%EOF" as StaticString) else {
            throw Failure(
                .corruptDocument, "\(source.name) breaks off: the end of the PDF is missing", stage: .parse,
                resolution: "The copy or download is incomplete. Drop the whole file again.")
        }
    }

    private func open(_ source: DocumentSource, passwords: [String]) throws(Failure) -> PDFFile {
        var isEncrypted = false
        for password in [nil] + passwords.map(Optional.some) {
            do throws(PDFError) {
                let file = try PDFFile(descriptor: source.descriptor, password: password)
                guard file.pageCount > 0 else { throw PDFError.damaged("it has no pages") }
                return file
            } catch {
                switch error {
                case .encrypted: isEncrypted = true
                // After a wrong password poppler calls the document damaged.
                case .damaged where isEncrypted, .other where isEncrypted: continue
                case .damaged(let reason), .other(let reason):
                    throw Failure(
                        .corruptDocument, "\(source.name) is damaged or not a PDF", stage: .parse,
                        details: ["reason": .string(reason)])
                }
            }
        }
        let reason = passwords.isEmpty ? "needs a password" : "is opened by none of the \(passwords.count) passwords"
        throw Failure(.encryptedDocument, "\(source.name) \(reason)", stage: .parse)
    }

    /// Reads and writes one page; says whether there is any text on it.
    private func readPage<Sink: PartSink>(
        _ number: Int, of file: borrowing PDFFile, _ options: ParseOptions, _ pageCount: Int,
        _ copy: inout SearchableCopy?, into output: inout DocumentOutput<Sink>
    ) throws(Failure) -> Bool {
        guard let page = PDFPage(number, of: file) else {
            throw Failure(.corruptDocument, "page \(number) is missing or damaged", stage: .parse, page: number)
        }
        guard page.width > 0, page.height > 0, max(page.width, page.height) <= Limits.pageSide else {
            throw Failure(.corruptDocument, "page \(number) has an impossible size", stage: .parse, page: number)
        }
        var text = try pageReading.text(of: page, number: number)
        TextRepair.repair(&text.bytes)
        let paragraphs = PDFParagraphs(text)
        let names = Limits.documentNameBytes
        var content = PageContent(
            number: number, size: (page.width, page.height), rotation: page.rotation, origin: .text,
            text: text.bytes, markdown: paragraphs.markdown, items: paragraphs.items)
        if options.recognition.isWanted(hasText: !text.lines.isEmpty) {
            output.expectSlowPage(among: pageCount)
            let recognized = try recognizer.recognize(
                page: number, of: file, width: page.width, height: page.height, options: options.recognition)
            if !recognized.words.isEmpty { content = recognized.content(number: number) }
            if text.lines.isEmpty { copy?.add(recognized, number: number) }
        }
        output.page(content)
        output.add(
            links: page.links(limit: Limits.documentLinks, nameLimit: names).map { PDFParts.link($0, page: number) })
        output.add(
            formFields: page.formFields(
                limit: Limits.formFields, nameLimit: names, valueLimit: Limits.formValueBytes
            ).map { PDFParts.formField($0, page: number) })
        return !content.text.isEmpty
    }

    private func summary(of file: borrowing PDFFile) -> DocumentSummary {
        let names = Limits.documentNameBytes
        let metadata = file.metadata(nameLimit: names)
        return DocumentSummary(
            metadata: PDFParts.metadata(metadata), pageCount: file.pageCount, title: metadata.title,
            outline: file.outline(limit: Limits.outlineEntries, depth: Limits.outlineDepth, nameLimit: names)
                .map(PDFParts.outlineEntry),
            attachments: file.attachments(limit: Limits.documentAttachments, nameLimit: names)
                .map(PDFParts.attachment))
    }
}

extension [UInt8] {
    /// True when the ASCII text stands somewhere in the bytes.
    func contains(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { needle in
            guard let first = needle.first, count >= needle.count else { return false }
            return (0...(count - needle.count)).contains { start in
                self[start] == first && self[start..<start + needle.count].elementsEqual(needle)
            }
        }
    }
}

import Extraction
import Layout
import Model
import Poppler
import WorkerProtocol

/// Reads PDF documents: text per page, and what the document says about itself.
struct PDFReader: DocumentReader {
    let recognizer: PageRecognizer

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        try checkEnd(of: source)
        let file = try open(source, passwords: options.passwords)
        let pages = try options.pages(of: file.pageCount, source: source, into: &output)
        output.expectPages(pages.count)
        let names = Limits.documentNameBytes
        let outline = file.outline(limit: Limits.outlineEntries, depth: Limits.outlineDepth, nameLimit: names)
        var reading = PDFPages(
            outline: outline, tags: PDFTags(file), count: pages.count, recognizer: recognizer,
            options: options.recognition)
        if output.wantsSearchablePDF { reading.searchable = SearchableCopy() }
        var embedded = EmbeddedImages()
        for number in pages {
            try reading.read(number, of: file, into: &output)
            if options.keepsPageImages { output.pageImage(number) { PageImage.png(of: number, in: file) } }
            if options.keepsEmbeddedImages {
                embedded.keep(reading.images, ofPage: number, of: file, into: &output)
            }
        }
        reading.finish(into: &output)
        if let copy = reading.searchable {
            output.searchablePDF(try copy.write(source, passwords: options.passwords))
        }
        collectInvoices(of: file, into: output)
        output.end(summary(of: file, outline, &output))
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

    /// Hands the XML files in the document to the job that goes on with it: one of them may be an e-invoice.
    private func collectInvoices<Sink: PartSink>(of file: borrowing PDFFile, into output: DocumentOutput<Sink>) {
        guard let collector = output.collector else { return }
        let files = file.attachedFiles(
            limit: Limits.eInvoiceFiles, among: Limits.documentAttachments, nameLimit: Limits.documentNameBytes,
            bytes: Limits.eInvoiceBytes, where: EInvoiceParser.looksLikeXML)
        for (name, bytes) in files { collector.add(embedded: EmbeddedFile(name: name, bytes: bytes)) }
    }

    private func summary<Sink: PartSink>(
        of file: borrowing PDFFile, _ outline: [PDFOutlineEntry], _ output: inout DocumentOutput<Sink>
    ) -> DocumentSummary {
        let names = Limits.documentNameBytes
        let metadata = file.metadata(nameLimit: names)
        if metadata.needsRendering {
            output.warn("the document is an XFA form, which only programs of Adobe can show; its text is not complete")
        }
        return DocumentSummary(
            metadata: PDFParts.metadata(metadata), pageCount: file.pageCount, title: metadata.title,
            outline: outline.map(PDFParts.outlineEntry),
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

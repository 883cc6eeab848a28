import Extraction
import Model
import WorkerProtocol

/// Reads everything that is text: prose, Markdown, tables with delimiters, and formats shown as code.
struct TextReader: DocumentReader {
    private let mimeType: String

    /// A reader for one of the types that `MediaTypes.isText` names.
    init(mimeType: String) { self.mimeType = mimeType }

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let sample = try source.read(Limits.detectionBytes, at: 0)
        let isWhole = Int64(sample.count) == source.size
        guard let found = TextEncoding(detecting: sample, isWhole: isWhole) else {
            throw Failure(
                .invalidMedia, "\(source.name) holds binary data and is not text", stage: .parse,
                details: ["mime_type": .string(mimeType)])
        }
        if mimeType == MediaTypes.xml, let collector = output.collector, source.size <= Limits.eInvoiceBytes {
            let bytes = try source.read(Int(source.size), at: 0)
            collector.add(embedded: EmbeddedFile(name: source.name, bytes: bytes))
        }
        // XML says what it is in.
        let declared = sample.starts(with: "<?xml" as StaticString) ? HTMLPage.declared(in: sample) : nil
        let encoding = declared == nil ? found : TextEncoding(of: sample, isWhole: isWhole, declared: declared)
        var form = try makeForm(source, sample, encoding)
        var pages = TextPages(source, encoding: encoding, boundary: form.boundary, limit: form.pageBytes)
        var number = 0
        var written = 0
        while !options.isDone(after: number, written: written), let page = try pages.next() {
            number += 1
            guard options.wants(number) else { continue }
            written += 1
            output.expectPages(written)
            output.page(form.content(of: page, number: number))
        }
        guard written > 0 else {
            throw Failure(
                .validationError, "\(source.name) has \(number) pages and none of the pages asked for",
                stage: .parse, resolution: "Correct page_ranges.target_pages in the job configuration, then retry.")
        }
        for warning in form.warnings { output.warn(warning) }
        if written < number || options.isDone(after: number, written: written) {
            output.warn("not all pages were read, as \(options.pagesAskedBy) asks")
        }
        warn(about: pages, encoding, &output)
        var metadata: JSONObject = [
            "title": .optional(form.title), "author": .null, "language": .null, "created_at": .null,
            "encoding": .string(encoding.name),
        ]
        for (key, value) in form.metadata.members { metadata[key] = value }
        output.end(
            DocumentSummary(
                metadata: metadata, pageCount: number, title: form.title, outline: form.outline))
    }

    private func warn<Sink: PartSink>(
        about pages: TextPages, _ encoding: TextEncoding, _ output: inout DocumentOutput<Sink>
    ) {
        if encoding != .utf8, encoding != .utf8WithMark {
            output.warn("the text is not UTF-8; it was read as \(encoding.name)")
        }
        if pages.replacements > 0 {
            output.warn("\(pages.replacements) invalid byte sequences were replaced by U+FFFD")
        }
        if pages.wasDivided { output.warn("the text is long and was divided into pages at line ends") }
    }

    private func decoded(_ sample: [UInt8], _ encoding: TextEncoding) -> [UInt8] {
        var decoder = TextDecoder(encoding)
        return decoder.decode(sample[...])
    }

    private func makeForm(
        _ source: DocumentSource, _ sample: [UInt8], _ encoding: TextEncoding
    ) throws(Failure) -> any TextForm {
        switch mimeType {
        case MediaTypes.markdown: return MarkdownForm()
        case MediaTypes.csv: return DelimitedForm(delimiter: DelimiterGuess.delimiter(of: decoded(sample, encoding)))
        case MediaTypes.tsv: return DelimitedForm(delimiter: ASCII.tab)
        case MediaTypes.ndjson: return CodeForm(language: "json", isRecords: true)
        case MediaTypes.json, MediaTypes.notebook: return try jsonForm(source)
        case MediaTypes.plain, "text/calendar", "text/vcard", "text/vtt", "application/x-subrip": return ProseForm()
        default: return CodeForm(language: CodeForm.language(of: mimeType))
        }
    }

    private func jsonForm(_ source: DocumentSource) throws(Failure) -> CodeForm {
        var form = CodeForm(language: "json")
        guard source.size <= Int64(Limits.validatedJSONBytes) else {
            form.warnings = ["the JSON is too large to be checked; it was read as text"]
            return form
        }
        let text = try source.read(Int(source.size), at: 0)
        do {
            _ = try JSONParser.parse(text, maxDepth: Limits.documentJSONDepth)
        } catch {
            if error.isTooDeep {
                throw Failure(
                    .corruptDocument, "\(source.name) is \(error.message)", stage: .parse,
                    details: ["max_allowed": .integer(Int64(Limits.documentJSONDepth))])
            }
            form.warnings = ["the JSON is not valid and was read as text: \(error)"]
        }
        return form
    }
}

extension ParseOptions {
    /// True when a page is asked for, as far as its number decides.
    func wants(_ number: Int) -> Bool {
        targetPages.map { $0.contains { $0.contains(number) } } ?? true
    }

    /// True when no page after this one can be asked for.
    func isDone(after number: Int, written: Int) -> Bool {
        if let maxPages, written >= maxPages { return true }
        guard let last = targetPages?.map(\.upperBound).max() else { return false }
        return number >= last
    }
}

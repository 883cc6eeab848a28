import Layout
import Model
import WorkerProtocol

/// Reads books in EPUB: every file of the reading order is a page.
struct BookReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let package = try Package(source)
        let book = try BookPackage(package)
        guard !book.spine.isEmpty else {
            throw Failure(.corruptDocument, "\(source.name) has no text: its reading order is empty", stage: .parse)
        }
        let pages = options.pages(of: book.spine.count)
        guard !pages.isEmpty else {
            throw Failure(
                .validationError, "\(source.name) has \(book.spine.count) pages and none of the pages asked for",
                stage: .parse, resolution: "Correct page_ranges.target_pages in the job configuration, then retry.")
        }
        let wanted = Set(pages.map { book.spine[$0 - 1].path.lowercased() })
        try package.load { wanted.contains($0) }
        output.expectPages(pages.count)
        var outline: [JSONValue] = []
        for number in pages {
            do throws(Failure) {
                let blocks = try readPage(number, of: book, in: package, &output)
                if outline.count < Limits.outlineEntries { outline += BlockPages.outline(of: blocks, number: number) }
            } catch {
                // What is too large altogether is no matter of one page.
                if error.code == .archiveBomb { throw error }
                output.failedPage(number, error)
            }
        }
        if output.report.failedPages.count == pages.count {
            throw Failure(.corruptDocument, "no page of \(source.name) could be read", stage: .parse)
        }
        if pages.count < book.spine.count {
            output.warn("\(pages.count) of \(book.spine.count) pages were read, as \(options.pagesAskedBy) asks")
        }
        let contents = BookContents(of: book, in: package).outline
        output.end(summary(of: book, outline: contents.isEmpty ? outline : contents))
    }

    private func readPage<Sink: PartSink>(
        _ number: Int, of book: BookPackage, in package: Package, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) -> [Block] {
        let path = book.spine[number - 1].path
        guard let bytes = try package.bytes(of: path) else {
            throw Failure(
                .corruptDocument, "page \(number) is missing: there is no \(printable(path)) in the book",
                stage: .parse, page: number)
        }
        let content = try HTMLPage(bytes, name: path).wholeBody()
        let blocks = number == 1 ? titled(content.blocks, book) : content.blocks
        output.page(BlockPages.content(of: blocks, number: number))
        output.add(links: content.links.filter { $0.address.contains(":") }.map { BlockPages.link($0, page: number) })
        return blocks
    }

    /// The first page with title and authors above it, unless it names them itself.
    private func titled(_ blocks: [Block], _ book: BookPackage) -> [Block] {
        let shown = String(decoding: BlockPages.content(of: blocks, number: 1).text, as: UTF8.self)
        var head: [Block] = []
        if let title = book.metadata["title"]?.first, !shown.contains(title) {
            head.append(Block(.heading(StyledText(title), level: 1)))
        }
        let authors = (book.metadata["creator"] ?? []).filter { !shown.contains($0) }
        if !authors.isEmpty { head.append(Block(.paragraph(StyledText(authors.joined(separator: ", "))))) }
        return head + blocks
    }

    private func summary(of book: BookPackage, outline: [JSONValue]) -> DocumentSummary {
        func first(_ name: String) -> String? { book.metadata[name]?.first }
        let authors = (book.metadata["creator"] ?? []).joined(separator: ", ")
        var metadata: JSONObject = [
            "title": .optional(first("title")), "author": authors.isEmpty ? .null : .string(authors),
            "language": .optional(first("language")),
            "created_at": .optional(first("date").flatMap(DateText.timestamp)),
        ]
        for name in ["publisher", "date", "identifier", "description", "rights"] {
            if let value = first(name) { metadata[name] = .string(value) }
        }
        if let subjects = book.metadata["subject"] { metadata["subjects"] = .strings(subjects) }
        return DocumentSummary(
            metadata: metadata, pageCount: book.spine.count, title: first("title"), outline: outline)
    }
}

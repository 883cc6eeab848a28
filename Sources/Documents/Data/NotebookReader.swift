import Layout
import Model
import WorkerProtocol

/// Reads notebooks of Jupyter (nbformat 3 and 4) as one page: text as written, code as code, results as text or tables.
struct NotebookReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let bytes = try source.readWhole(atMost: Limits.notebookBytes)
        guard let notebook = try? JSONParser.parse(bytes, maxDepth: Limits.documentJSONDepth),
            let cells = notebook["cells"]?.array ?? notebook["worksheets"]?.array?.first?["cells"]?.array
        else {
            output.warn("the notebook is damaged; it was read as text")
            return try TextReader(mimeType: MediaTypes.json).read(source, options: options, into: &output)
        }
        var content = NotebookContent(language: Self.language(of: notebook), name: source.name)
        for cell in cells { content.add(cell) }
        if content.pictures > 0 { output.warn("\(content.pictures) pictures among the results are left out") }
        var sequence = PageSequence(options)
        if sequence.begin() { sequence.write(content.page, to: &output) }
        try sequence.finish(source, &output)
        let title = notebook["metadata"]?["title"]?.string ?? content.markdown.title
        let authors = notebook["metadata"]?["authors"]?.array?.compactMap { $0["name"]?.string ?? $0.string } ?? []
        output.end(
            DocumentSummary(
                metadata: [
                    "title": .optional(title),
                    "author": authors.isEmpty ? .null : .string(authors.joined(separator: ", ")),
                    "language": .null, "created_at": .null, "programming_language": .optional(content.language),
                    "cells": .integer(Int64(cells.count)),
                ], pageCount: 1, title: title, outline: content.markdown.outline))
    }

    private static func language(of notebook: JSONValue) -> String? {
        let metadata = notebook["metadata"]
        return metadata?["language_info"]?["name"]?.string ?? metadata?["kernelspec"]?["language"]?.string
    }
}

/// The page of a notebook as it grows, cell by cell.
struct NotebookContent {
    let language: String?
    private(set) var page = PageContent(number: 1, text: [], markdown: [])
    private(set) var markdown = MarkdownForm()
    /// Results that are pictures.
    private(set) var pictures = 0
    private let name: String

    init(language: String?, name: String) {
        self.language = language
        self.name = name
    }

    /// Adds a cell with its results.
    mutating func add(_ cell: JSONValue) {
        let source = Self.text(cell["source"] ?? cell["input"])
        switch cell["cell_type"]?.string {
        case "markdown": add(markdown: source)
        case "heading":
            let level = Int(cell["level"]?.integer ?? 1)
            add([Block(.heading(StyledText(utf8: source.trimmed), level: level))])
        case "code":
            if !source.trimmed.isEmpty { add([Block(.code(source, language: language))]) }
            for result in cell["outputs"]?.array ?? [] { add(result: result) }
        default:
            if !source.trimmed.isEmpty { add([Block(.code(source, language: nil))]) }
        }
    }

    private mutating func add(result: JSONValue) {
        let data = result["data"] ?? result
        switch result["output_type"]?.string {
        case "stream": add(plain: Self.text(result["text"]))
        case "error", "pyerr": add(plain: Self.text(result["traceback"], separator: "\n"))
        default:
            let table = Self.text(data["text/html"] ?? data["html"])
            let written = Self.text(data["text/markdown"])
            if data["image/png"] != nil || data["image/jpeg"] != nil || data["png"] != nil { pictures += 1 }
            if table.contains("<table" as StaticString), let page = try? HTMLPage(utf8: table, name: name) {
                add(page.wholeBody().blocks)
            } else if !written.isEmpty {
                add(markdown: written)
            } else {
                add(plain: Self.text(data["text/plain"] ?? data["text"]))
            }
        }
    }

    private mutating func add(plain text: [UInt8]) {
        let shown = Self.withoutColours(text)
        if !shown.trimmed.isEmpty { add([Block(.code(shown, language: nil))]) }
    }

    private mutating func add(_ blocks: [Block]) { page.append(BlockPages.content(of: blocks, number: 1)) }

    private mutating func add(markdown source: [UInt8]) {
        guard !source.trimmed.isEmpty else { return }
        page.append(markdown.content(of: TextPages.Page(text: source), number: 1))
    }

    /// A text, which is one string or a list of lines, without control characters.
    private static func text(_ value: JSONValue?, separator: String = "") -> [UInt8] {
        let text = value?.string ?? (value?.array ?? []).compactMap(\.string).joined(separator: separator)
        return Array(text.utf8).filter { !ASCII.isControl($0) && $0 != ASCII.carriageReturn || $0 == 0x1B }
    }

    /// Text without the sequences that colour it on a terminal (ECMA-48, section 5.4).
    private static func withoutColours(_ text: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        var index = 0
        while index < text.count {
            if text[index] == 0x1B {
                index += 1
                if index < text.count, text[index] == UInt8(ascii: "[") {
                    index += 1
                    while index < text.count, !(0x40...0x7E).contains(text[index]) { index += 1 }
                    index += 1
                }
            } else {
                shown.append(text[index])
                index += 1
            }
        }
        return shown
    }
}

extension PageContent {
    /// Adds what another page holds below what this one does.
    mutating func append(_ other: PageContent) {
        if !markdown.isEmpty, !other.markdown.isEmpty {
            if markdown.last != ASCII.lineFeed { markdown.append(ASCII.lineFeed) }
            markdown.append(ASCII.lineFeed)
        }
        let shift = markdown.count
        markdown += other.markdown
        for var item in other.items {
            if case .page(let range) = item.markdown {
                item.markdown = .page(range.lowerBound + shift..<range.upperBound + shift)
            }
            items.append(item)
        }
        if !text.isEmpty, !other.text.isEmpty {
            if text.last != ASCII.lineFeed { text.append(ASCII.lineFeed) }
            text.append(ASCII.lineFeed)
        }
        text += other.text
    }
}

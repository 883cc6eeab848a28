import Model

/// Reads the Markdown of pieces of pages, as `Layout` writes it, back into their parts.
enum MarkdownBlocks {
    /// A passage: a rule, a quotation or a paragraph.
    static func passage(_ markdown: [UInt8]) -> ExportBlock {
        if markdown == Array("---".utf8) { return .rule }
        guard markdown.starts(with: "> ".utf8) else { return .paragraph(InlineText.spans(of: markdown)) }
        let lines = markdown.split(separator: 0x0A, omittingEmptySubsequences: false)
        let inner = lines.map { line in line.starts(with: "> ".utf8) ? line.dropFirst(2) : line }
        return .quote(InlineText.spans(of: Array(inner.joined(separator: [0x0A]))))
    }

    /// The lines between the fences of a block of code.
    static func code(in markdown: [UInt8]) -> String {
        var lines = markdown.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count >= 2, lines[0].starts(with: "```".utf8) else {
            return String(decoding: markdown, as: UTF8.self)
        }
        return String(decoding: Array(lines.dropFirst().dropLast().joined(separator: [0x0A])), as: UTF8.self)
    }

    /// The entries of a list; an entry begins where a mark stands at the depth of an open list.
    static func entries(of markdown: [UInt8]) -> [ExportBlock.Entry] {
        var entries: [(text: [UInt8], level: Int, number: Int?)] = []
        var open: [Int] = []
        for line in markdown.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let indent = line.prefix { $0 == 0x20 }.count
            let rest = line.dropFirst(indent)
            guard let (mark, number) = mark(of: rest) else {
                if entries.isEmpty { entries.append(([], 0, nil)) }
                if !entries[entries.count - 1].text.isEmpty { entries[entries.count - 1].text.append(0x0A) }
                entries[entries.count - 1].text += rest
                continue
            }
            while let last = open.last, last > indent { open.removeLast() }
            if open.last != indent { open.append(indent) }
            entries.append((Array(rest.dropFirst(mark)), open.count - 1, number))
        }
        return entries.map {
            ExportBlock.Entry(spans: InlineText.spans(of: $0.text), level: min($0.level, 8), number: $0.number)
        }
    }

    /// Bytes of the mark of an entry and its number, which bullets have none of.
    private static func mark(of line: ArraySlice<UInt8>) -> (length: Int, number: Int?)? {
        if line.starts(with: "- ".utf8) { return (2, nil) }
        let digits = line.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, digits.count < 10, line.dropFirst(digits.count).starts(with: ". ".utf8) else {
            return nil
        }
        return (digits.count + 2, Int(String(decoding: digits, as: UTF8.self)))
    }

    /// The blocks of Markdown of which nothing else is known; tables and code stay as they are written.
    static func blocks(of markdown: String) -> [ExportBlock] {
        var blocks: [ExportBlock] = []
        var passage: [ArraySlice<UInt8>] = []
        var isCode = false
        func end() {
            guard let first = passage.first else { return }
            let bytes = Array(passage.joined(separator: [0x0A]))
            passage = []
            if first.starts(with: "```".utf8) { return blocks.append(.code(code(in: bytes))) }
            if first.first == UInt8(ascii: "|") { return blocks.append(.code(String(decoding: bytes, as: UTF8.self))) }
            let marks = first.prefix { $0 == UInt8(ascii: "#") }.count
            if (1...6).contains(marks), first.dropFirst(marks).first == 0x20 {
                return blocks.append(.heading(level: marks, InlineText.spans(of: bytes.dropFirst(marks + 1))))
            }
            blocks.append(mark(of: first) == nil ? Self.passage(bytes) : .list(entries(of: bytes)))
        }
        let bytes = Array(markdown.utf8)
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.starts(with: "```".utf8) {
                if !isCode { end() }
                passage.append(line)
                if isCode { end() }
                isCode.toggle()
            } else if line.isEmpty, !isCode {
                end()
            } else {
                passage.append(line)
            }
        }
        end()
        return blocks
    }
}

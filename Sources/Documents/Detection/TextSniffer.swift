import Model

/// Looks at the start of a text for the shape of its format.
struct TextSniffer {
    private let text: [UInt8]
    private let isWhole: Bool
    private static let linesLookedAt = 200

    /// Decodes a sample; nil when it is not text.
    init?(sample: [UInt8], isWhole: Bool) {
        guard let encoding = TextEncoding(detecting: sample, isWhole: isWhole) else { return nil }
        var decoder = TextDecoder(encoding)
        text = decoder.decode(sample[...]) + (isWhole ? decoder.finish() : [])
        self.isWhole = isWhole
    }

    /// The type, given what libmagic and the extension say; nil leaves it to them.
    func type(guess: String, promised: String?) -> String? {
        let start = text.trimmed
        if let type = markupType(start, guess: guess, promised: promised) { return type }
        if let type = MailSniffer.type(of: start, guess: guess, promised: promised) { return type }
        if let type = jsonType(start, promised: promised) { return type }
        if guess.hasPrefix("text/"), Self.certain.contains(guess) { return guess }
        if let promised, MediaTypes.isText(promised) || promised == "model/obj", promised != MediaTypes.json {
            return promised
        }
        if looksLikeMarkdown { return MediaTypes.markdown }
        if looksDelimited(by: ASCII.tab) { return MediaTypes.tsv }
        return guess == MediaTypes.binary ? MediaTypes.plain : nil
    }

    /// Types libmagic finds by a signature, not by counting words.
    private static let certain: Set<String> = ["text/calendar", "text/vcard", "text/vtt", "text/x-msdos-batch"]

    // MARK: Markup

    private static let roots: [(name: String, type: String)] = [
        ("svg", "image/svg+xml"), ("html", MediaTypes.xhtml), ("rss", "application/rss+xml"),
        ("feed", "application/atom+xml"), ("COLLADA", "model/vnd.collada+xml"),
        ("osm", "application/vnd.openstreetmap.data+xml"),
    ]

    private func markupType(_ start: ArraySlice<UInt8>, guess: String, promised: String?) -> String? {
        guard start.first == UInt8(ascii: "<") else { return nil }
        let head = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
        let isXML = head.hasPrefix("<?xml")
        let isNamedHTML = guess == MediaTypes.html || promised == MediaTypes.html
        // Feeds often lack the declaration, and libmagic takes the markup in them for a page.
        if head.hasPrefix("<rss") { return MediaTypes.rss }
        if head.hasPrefix("<feed"), head.contains("http://www.w3.org/2005/atom") { return MediaTypes.atom }
        if !isXML, head.hasPrefix("<!doctype html") || head.hasPrefix("<html") || isNamedHTML {
            return MediaTypes.html
        }
        guard isXML || guess == MediaTypes.xml || guess.hasSuffix("+xml"), let root = rootElement(start) else {
            return nil
        }
        return Self.roots.first { $0.name == root }?.type ?? MediaTypes.xml
    }

    /// The local name of the first element, past declarations, comments and the document type.
    private func rootElement(_ start: ArraySlice<UInt8>) -> String? {
        var rest = start
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(open + 1)...]
            guard let first = rest.first else { return nil }
            if rest.starts(with: "!--".utf8) {
                guard let end = rest.firstRange(of: Array("-->".utf8)) else { return nil }
                rest = rest[end.upperBound...]
            } else if first != UInt8(ascii: "!"), first != UInt8(ascii: "?") {
                let name = rest.prefix { $0 > ASCII.space && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
                let local = name.split(separator: UInt8(ascii: ":")).last ?? name
                return String(decoding: local, as: UTF8.self)
            }
        }
        return nil
    }

    // MARK: JSON

    private func jsonType(_ start: ArraySlice<UInt8>, promised: String?) -> String? {
        guard let first = start.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            return promised == MediaTypes.json && isWhole && (try? JSONParser.parse(text)) != nil
                ? MediaTypes.json : nil
        }
        if isWhole, let value = try? JSONParser.parse(text) {
            return value["nbformat"] != nil && value["cells"] != nil ? MediaTypes.notebook : MediaTypes.json
        }
        if isLines { return MediaTypes.ndjson }
        // Too long to be read whole here, or broken: the extension decides.
        let known = [MediaTypes.json, MediaTypes.ndjson, MediaTypes.notebook]
        if let promised, known.contains(promised) { return promised }
        return isWhole ? nil : MediaTypes.json
    }

    /// True when at least two lines are JSON values of their own, and all looked at are.
    private var isLines: Bool {
        var lines = text.split(separator: ASCII.lineFeed, maxSplits: Self.linesLookedAt)
        if !isWhole || lines.count > Self.linesLookedAt { lines.removeLast() }
        let records = lines.map(\.trimmed).filter { !$0.isEmpty }
        return records.count >= 2
            && records.allSatisfy { record in
                guard let value = try? JSONParser.parse(Array(record)) else { return false }
                return value.object != nil || value.array != nil
            }
    }

    // MARK: Plain text

    /// True when several marks of Markdown stand at the starts of lines: one `#` alone may be a comment.
    private var looksLikeMarkdown: Bool {
        var headings = 0
        var marks = 0
        for line in text.split(separator: ASCII.lineFeed, maxSplits: Self.linesLookedAt) {
            let hashes = line.prefix { $0 == UInt8(ascii: "#") }.count
            if (1...6).contains(hashes), line.dropFirst(hashes).first == ASCII.space { headings += 1 }
            if line.starts(with: "- ".utf8) || line.starts(with: "* ".utf8) || line.starts(with: "```".utf8)
                || line.starts(with: "> ".utf8) || line.firstRange(of: Array("](".utf8)) != nil
                || line.starts(with: "| ".utf8)
            {
                marks += 1
            }
        }
        return headings > 0 && marks > 0
    }

    private func looksDelimited(by delimiter: UInt8) -> Bool {
        var lines = text.split(separator: ASCII.lineFeed, maxSplits: Self.linesLookedAt)
        if !isWhole || lines.count > Self.linesLookedAt { lines.removeLast() }
        let counts = Set(lines.map { line in line.count { $0 == delimiter } })
        return lines.count >= 2 && counts.count == 1 && counts != [0]
    }
}

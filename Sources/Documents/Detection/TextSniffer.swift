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
        let start = text.withoutMark.trimmed
        if let type = TextShapes.type(of: text, isWhole: isWhole) { return type }
        if let type = markupType(start, guess: guess, promised: promised) { return type }
        if let type = MailSniffer.type(of: start, guess: guess, promised: promised) { return type }
        if let type = jsonType(start, promised: promised) { return type }
        // One line that begins like a header of mail makes no mail.
        if guess == MediaTypes.mail || guess == "message/news" {
            return promised.flatMap { MediaTypes.isText($0) ? $0 : nil } ?? MediaTypes.plain
        }
        if guess.hasPrefix("text/"), Self.certain.contains(guess) { return guess }
        let lines = TextShapes.lines(of: text, isWhole: isWhole)
        // Programs call tables text, too; people do not write such text.
        if promised == MediaTypes.plain, let table = TextShapes.tableType(lines, leastRows: 3, leastDelimiters: 2) {
            return table
        }
        if let promised, MediaTypes.isText(promised) || promised == "model/obj", promised != MediaTypes.json {
            return promised
        }
        if looksLikeMarkdown || TextShapes.isMarkdown(lines) { return MediaTypes.markdown }
        if let table = TextShapes.tableType(lines, leastRows: 2, leastDelimiters: 1) { return table }
        return guess == MediaTypes.binary ? MediaTypes.plain : nil
    }

    /// Types libmagic finds by a signature, not by counting words.
    private static let certain: Set<String> = ["text/calendar", "text/vcard", "text/vtt", "text/x-msdos-batch"]

    // MARK: Markup

    private static let roots: [(name: String, type: String)] = [
        ("svg", "image/svg+xml"), ("rss", MediaTypes.rss),
        ("feed", MediaTypes.atom), ("COLLADA", "model/vnd.collada+xml"),
        ("osm", "application/vnd.openstreetmap.data+xml"),
    ]

    /// What a page, or a part of one, begins with.
    private static let pageElements: Set<String> = ["html", "head", "body", "title", "meta", "div", "p", "table", "h1"]

    private func markupType(_ start: ArraySlice<UInt8>, guess: String, promised: String?) -> String? {
        guard start.first == UInt8(ascii: "<") else { return nil }
        let head = String(decoding: start.prefix(64), as: UTF8.self).lowercased()
        let isXML = head.hasPrefix("<?xml")
        let root = rootElement(start)
        // Feeds often lack the declaration, and libmagic takes the markup in them for a page.
        if let root, root != "html", let known = Self.roots.first(where: { $0.name == root }) { return known.type }
        if !isXML {
            let isNamedHTML = guess == MediaTypes.html || promised == MediaTypes.html
            let isHTML = head.hasPrefix("<!doctype html") || isNamedHTML
            if isHTML || root.map({ Self.pageElements.contains($0.lowercased()) }) == true { return MediaTypes.html }
        }
        guard let root, isXML || guess == MediaTypes.xml || guess.hasSuffix("+xml") else { return nil }
        return root == "html" ? MediaTypes.xhtml : MediaTypes.xml
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
            if value["nbformat"] != nil, value["cells"] != nil { return MediaTypes.notebook }
            return value["asset"]?["version"] != nil && (value["nodes"] ?? value["meshes"]) != nil
                ? "model/gltf+json" : MediaTypes.json
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
}

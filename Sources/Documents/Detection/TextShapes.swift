import Model

/// Shapes of text that say what it is, whatever it is called.
enum TextShapes {
    private static let linesLookedAt = 200

    /// The type of a text that begins like this; nil leaves it to weaker signs.
    static func type(of text: [UInt8], isWhole: Bool) -> String? {
        let start = text.trimmed
        if start.starts(with: "#EXTM3U") { return MediaTypes.playlist }
        if start.starts(with: "0 HEAD\n") || start.starts(with: "0 HEAD\r") { return "text/vnd.familysearch.gedcom" }
        if start.starts(with: "WEBVTT") { return "text/vtt" }
        if start.starts(with: "BEGIN:VCARD") { return "text/vcard" }
        if start.starts(with: "BEGIN:VCALENDAR") { return "text/calendar" }
        return isObject(lines(of: text, isWhole: isWhole)) ? "model/obj" : nil
    }

    /// The first lines that are there whole.
    static func lines(of text: [UInt8], isWhole: Bool) -> [ArraySlice<UInt8>] {
        var lines = text.split(separator: ASCII.lineFeed, maxSplits: linesLookedAt, omittingEmptySubsequences: false)
        if !isWhole || lines.count > linesLookedAt { lines.removeLast() }
        return lines.map { $0.last == ASCII.carriageReturn ? $0.dropLast() : $0 }
    }

    // MARK: Models

    private static let objectWords: Set<String> = [
        "v", "vn", "vt", "vp", "f", "l", "p", "o", "g", "s", "usemtl", "mtllib", "deg", "surf", "curv", "end",
    ]

    /// True when every line is one of Wavefront OBJ and three are vertices.
    private static func isObject(_ lines: [ArraySlice<UInt8>]) -> Bool {
        var vertices = 0
        for line in lines {
            let line = line.trimmed
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            let words = line.split { $0 == ASCII.space || $0 == ASCII.tab }
            guard objectWords.contains(String(decoding: words[0], as: UTF8.self)) else { return false }
            if words[0].elementsEqual("v".utf8) {
                let numbers = words.dropFirst().prefix(3).compactMap { Double(String(decoding: $0, as: UTF8.self)) }
                guard numbers.count == 3 else { return false }
                vertices += 1
            }
        }
        return vertices >= 3
    }

    // MARK: Prose

    /// True for two headings or more, each alone between empty lines, and text besides: comments of a program stand
    /// above what they are about.
    static func isMarkdown(_ lines: [ArraySlice<UInt8>]) -> Bool {
        var headings = 0
        var hasText = false
        for (index, line) in lines.enumerated() {
            let hashes = line.prefix { $0 == UInt8(ascii: "#") }.count
            guard hashes > 0 else {
                hasText = hasText || !line.isEmpty
                continue
            }
            let isAlone =
                (index == 0 || lines[index - 1].isEmpty) && (index + 1 == lines.count || lines[index + 1].isEmpty)
            guard isAlone, hashes <= 6, line.dropFirst(hashes).first == ASCII.space else { return false }
            headings += 1
        }
        return headings >= 2 && hasText
    }

    // MARK: Tables

    /// The type of a text whose lines all have the same number of one delimiter outside quotes; commas and semicolons
    /// stand in prose, too, and need three lines.
    static func tableType(_ lines: [ArraySlice<UInt8>], leastRows: Int, leastDelimiters: Int) -> String? {
        if delimiters(lines, ASCII.tab, leastRows) >= leastDelimiters { return MediaTypes.tsv }
        for delimiter in [UInt8(ascii: ";"), UInt8(ascii: ",")]
        where delimiters(lines, delimiter, max(3, leastRows)) >= max(leastDelimiters, delimiter == 0x2C ? 2 : 1) {
            return MediaTypes.csv
        }
        return nil
    }

    /// How many of a delimiter each line has; 0 when they differ or are fewer lines than wanted.
    private static func delimiters(_ lines: [ArraySlice<UInt8>], _ delimiter: UInt8, _ leastRows: Int) -> Int {
        var wanted = 0
        var count = 0
        var rows = 0
        var isQuoted = false
        for line in lines {
            if line.isEmpty, !isQuoted { continue }
            for byte in line {
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if byte == delimiter, !isQuoted { count += 1 }
            }
            if isQuoted { continue }
            guard count > 0, wanted == 0 || count == wanted else { return 0 }
            wanted = count
            count = 0
            rows += 1
        }
        return rows >= leastRows ? wanted : 0
    }
}

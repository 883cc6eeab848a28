import Layout
import Model

/// What is kept of a document while a model is asked: its words, what engines found, and the questions.
///
/// A line of JSON for the whole, one for each page, and after that of a page a line for each of its words. Written and
/// read by workers alone.
public struct WorkingCopy: Sendable {
    public var document: SourceDocument
    /// What the job is concluded with beside the words: of extraction the state, of tags their own.
    public var state: JSONValue

    public init(document: SourceDocument, state: JSONValue) {
        self.document = document
        self.state = state
    }

    /// The bytes of the file.
    public var bytes: [UInt8] {
        let head: JSONValue = [
            "format": .string(Self.format), "name": .string(document.name), "mime_type": .string(document.mimeType),
            "title": .optional(document.title), "omitted_words": .integer(Int64(document.omittedWords)),
            "pages": .integer(Int64(document.pages.count)), "state": state,
        ]
        var bytes = JSONWriter.bytes(of: head) + [Self.newline]
        for page in document.pages {
            bytes += JSONWriter.bytes(of: Self.json(page))
            bytes.append(Self.newline)
            for word in page.words { Self.append(word, to: &bytes) }
        }
        return bytes
    }

    /// Reads a file; nil when it is no working copy.
    public init?(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: Self.newline, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), let head = try? JSONParser.parse(Array(first)),
            head["format"]?.string == Self.format, let name = head["name"]?.string,
            let mimeType = head["mime_type"]?.string, let state = head["state"],
            let pageCount = head["pages"]?.integer.flatMap(Int.init(exactly:))
        else { return nil }
        document = SourceDocument(name: name, mimeType: mimeType)
        document.title = head["title"]?.string
        document.omittedWords = Int(clamping: head["omitted_words"]?.integer ?? 0)
        self.state = state
        for _ in 0..<pageCount {
            guard let line = lines.popFirst(), let entry = try? JSONParser.parse(Array(line)),
                var page = Self.page(entry), let count = entry["words"]?.integer, count <= lines.count
            else { return nil }
            for _ in 0..<count {
                guard let word = lines.popFirst().flatMap(Self.word) else { return nil }
                page.words.append(word)
            }
            document.pages.append(page)
        }
    }

    private static let format = "dropmill working copy 1"
    private static let newline = UInt8(ascii: "\n")
    private static let tab = UInt8(ascii: "\t")

    private static func json(_ page: SourcePage) -> JSONValue {
        [
            "number": .integer(Int64(page.number)), "words": .integer(Int64(page.words.count)),
            "size": page.size.map { [.number($0.width), .number($0.height)] } ?? .null,
            // Words say all there is to find; text without words is looked through itself.
            "text": .string(page.words.isEmpty ? page.text : ""),
            "tables": .array(
                page.tables.map { [.integer(Int64($0.table.rows.count)), .integer(Int64($0.table.headerRows))] }),
        ]
    }

    private static func page(_ json: JSONValue) -> SourcePage? {
        guard let number = json["number"]?.integer.flatMap(Int.init(exactly:)), let text = json["text"]?.string else {
            return nil
        }
        let size = json["size"]?.array?.compactMap(\.number) ?? []
        var page = SourcePage(
            number: number, size: size.count == 2 ? PageSize(width: size[0], height: size[1]) : nil, text: text)
        // Of tables nothing but the number of their rows matters now.
        page.tables = (json["tables"]?.array ?? []).compactMap { entry in
            let counts = entry.array?.compactMap(\.integer) ?? []
            guard counts.count == 2, (0...Int64(Limits.collectedWords)).contains(counts[0]) else { return nil }
            return SourceTable(
                Table(rows: Array(repeating: [], count: Int(counts[0])), headerRows: Int(clamping: counts[1])))
        }
        return page
    }

    private static func append(_ word: SourceWord, to bytes: inout [UInt8]) {
        for number in [word.box.x, word.box.y, word.box.width, word.box.height, word.confidence] {
            bytes += String((number * 1000).rounded() / 1000).utf8
            bytes.append(tab)
        }
        bytes += word.text.utf8.map { $0 == newline || $0 == tab ? UInt8(ascii: " ") : $0 }
        bytes.append(newline)
    }

    private static func word(_ line: ArraySlice<UInt8>) -> SourceWord? {
        let parts = line.split(separator: tab, maxSplits: 5, omittingEmptySubsequences: false)
        let numbers = parts.prefix(5).compactMap { Double(String(decoding: $0, as: UTF8.self)) }
        guard parts.count == 6, numbers.count == 5 else { return nil }
        let box = PageBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        return SourceWord(
            String(decoding: parts[5], as: UTF8.self), box: box, size: box.height, confidence: numbers[4])
    }
}

extension Extraction {
    /// The state a working copy keeps.
    public func state(asking prompts: [Prompt], _ reading: ReadingRecord, promptSHA256: String) -> JSONValue {
        [
            "units": .array(units.map(\.json)), "engines": .strings(engines),
            "page_count": .integer(Int64(reading.pageCount)),
            "failed_pages": .array(reading.failedPages.map { .integer(Int64($0)) }),
            "prompt_sha256": .string(promptSHA256),
            "prompts": .array(
                prompts.map { prompt in
                    [
                        "number": .integer(Int64(prompt.number)), "unit": .integer(Int64(prompt.unit)),
                        "messages": .array(
                            prompt.messages.map { ["role": .string($0.role), "content": .string($0.content)] }),
                    ]
                }),
        ]
    }

    /// Goes on from the state of a working copy; nil when it is none.
    public static func resumed(
        _ options: ExtractionOptions, from state: JSONValue
    ) -> (extraction: Extraction, prompts: [Prompt], reading: ReadingRecord, promptSHA256: String)? {
        let schema = options.unitSchema
        guard let entries = state["units"]?.array, let asked = state["prompts"]?.array,
            let pageCount = state["page_count"]?.integer, let sha256 = state["prompt_sha256"]?.string
        else { return nil }
        let units = entries.compactMap { Unit(json: $0, schema: schema) }
        let prompts = asked.compactMap(Prompt.init(json:))
        guard units.count == entries.count, prompts.count == asked.count,
            prompts.allSatisfy({ units.indices.contains($0.unit) })
        else { return nil }
        var extraction = Extraction(options, units: units)
        extraction.engines = state["engines"]?.array?.compactMap(\.string) ?? []
        let reading = ReadingRecord(
            pageCount: Int(clamping: pageCount),
            failedPages: state["failed_pages"]?.array?.compactMap { $0.integer.map(Int.init) } ?? [])
        return (extraction, prompts, reading, sha256)
    }

    /// Notes which model answered.
    public mutating func note(_ record: ModelRecord) { models = record }
}

extension Prompt {
    fileprivate init?(json: JSONValue) {
        guard let number = json["number"]?.integer, let unit = json["unit"]?.integer,
            let entries = json["messages"]?.array
        else { return nil }
        let messages = entries.compactMap { entry -> Message? in
            guard let role = entry["role"]?.string, let content = entry["content"]?.string else { return nil }
            return Message(role, content)
        }
        self.init(number: Int(number), unit: Int(unit), messages: messages)
    }
}

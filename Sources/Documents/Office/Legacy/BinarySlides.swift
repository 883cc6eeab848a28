import Layout
import Model
import WorkerProtocol

/// The slides of a PowerPoint 97 presentation ([MS-PPT]): their texts, in the order of the show.
struct BinarySlides {
    private enum Kind {
        static let document = 0x03E8, slide = 0x03EE, slideAtom = 0x03EF, slidePersist = 0x03F3, slideList = 0x0FF0
        static let textHeader = 0x0F9F, characters = 0x0FA0, bytes = 0x0FA8
        static let userEdit = 0x0FF5, persistDirectory = 0x1772, placeholder = 0x0BC3, shape = 0xF004
        static let notes = 0x03F0, notesAtom = 0x03F1
    }

    /// A text and what it is for: 0 and 6 are titles ([MS-PPT] 2.13.33).
    struct Text {
        let kind: Int
        let text: [UInt8]

        var isTitle: Bool { kind == 0 || kind == 6 }
    }

    private let data: LittleEndian
    private(set) var slides: [(texts: [Text], notes: String?)] = []
    private static let depth = 20
    private static let edits = 1000

    /// Reads the stream `PowerPoint Document` from its last edit on.
    init(_ bytes: [UInt8], lastEdit: Int) {
        data = LittleEndian(bytes)
        let (places, document) = persistPlaces(lastEdit)
        guard let start = document.flatMap({ places[$0] }) else { return }
        var outlines: [Outline] = []
        var notes: [Int: String] = [:]
        walk(start..<end(of: start), 0) { record in
            guard record.kind == Kind.slideList else { return }
            if record.instance == 0 { outlines = readOutlines(record.content) }
            if record.instance == 2 {
                for outline in readOutlines(record.content) {
                    if let place = places[outline.persist] { readNotes(place, into: &notes) }
                }
            }
        }
        for outline in outlines.prefix(Limits.documentPages) {
            var texts = outline.texts
            if let place = places[outline.persist] { texts += readShapes(place, outlineTexts: texts) }
            slides.append((texts, notes[outline.slide]))
        }
    }

    /// What the list of slides says of one.
    private struct Outline {
        let persist: Int
        let slide: Int
        var texts: [Text] = []
    }

    /// The notes of a slide, by the slide's number.
    private func readNotes(_ place: Int, into notes: inout [Int: String]) {
        guard let page = record(place), page.kind == Kind.notes else { return }
        var slide: Int?
        var kind = 4
        var texts: [[UInt8]] = []
        walk(page.content, 0) { record in
            if record.kind == Kind.notesAtom { slide = Int(data.long(record.content.lowerBound)) }
            if record.kind == Kind.textHeader { kind = Int(data.long(record.content.lowerBound)) }
            if kind == 2, let text = text(record) { texts.append(text) }
        }
        guard let slide, !texts.isEmpty else { return }
        notes[slide] = texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    private struct Record {
        let kind: Int
        let instance: Int
        let content: Range<Int>
        let isContainer: Bool
    }

    private func record(_ place: Int) -> Record? {
        guard place >= 0, place + 8 <= data.bytes.count else { return nil }
        let head = Int(data.word(place))
        let end = min(data.bytes.count, place + 8 + Int(data.long(place + 4)))
        return Record(
            kind: Int(data.word(place + 2)), instance: head >> 4, content: place + 8..<end,
            isContainer: head & 0xF == 0xF)
    }

    private func end(of place: Int) -> Int { record(place)?.content.upperBound ?? place }

    /// Goes over the records of a range and those inside of containers.
    private func walk(_ range: Range<Int>, _ depth: Int, _ body: (Record) -> Void) {
        var place = range.lowerBound
        while place + 8 <= range.upperBound, let record = record(place) {
            body(record)
            if record.isContainer, depth < Self.depth {
                walk(record.content.clamped(to: range), depth + 1, body)
            }
            place = record.content.upperBound
        }
    }

    /// Where the objects of the presentation stand, by their numbers, and the number of the document; newest edits win.
    private func persistPlaces(_ lastEdit: Int) -> ([Int: Int], Int?) {
        var places: [Int: Int] = [:]
        var document: Int?
        var edit = lastEdit
        for _ in 0..<Self.edits {
            guard let record = record(edit), record.kind == Kind.userEdit else { break }
            let start = record.content.lowerBound
            if document == nil { document = Int(data.long(start + 16)) }
            if let directory = self.record(Int(data.long(start + 12))), directory.kind == Kind.persistDirectory {
                readDirectory(directory.content, into: &places)
            }
            let before = Int(data.long(start + 8))
            if before == 0 || before >= edit { break }
            edit = before
        }
        return (places, document)
    }

    private func readDirectory(_ range: Range<Int>, into places: inout [Int: Int]) {
        var place = range.lowerBound
        while place + 4 <= range.upperBound {
            let head = data.long(place)
            let (first, count) = (Int(head & 0xF_FFFF), Int(head >> 20))
            place += 4
            for index in 0..<count where place + 4 * index + 4 <= range.upperBound {
                if places[first + index] == nil { places[first + index] = Int(data.long(place + 4 * index)) }
            }
            place += 4 * count
        }
    }

    private func readOutlines(_ range: Range<Int>) -> [Outline] {
        var outlines: [Outline] = []
        var kind = 4
        walk(range, Self.depth) { record in
            switch record.kind {
            case Kind.slidePersist:
                let start = record.content.lowerBound
                outlines.append(Outline(persist: Int(data.long(start)), slide: Int(data.long(start + 12))))
            case Kind.textHeader: kind = Int(data.long(record.content.lowerBound))
            default:
                if let text = text(record), !outlines.isEmpty {
                    outlines[outlines.count - 1].texts.append(Text(kind: kind, text: text))
                }
            }
        }
        return outlines
    }

    /// Texts of the slide's own shapes that its outline does not have.
    private func readShapes(_ place: Int, outlineTexts: [Text]) -> [Text] {
        guard let slide = record(place), slide.kind == Kind.slide else { return [] }
        var texts: [Text] = []
        var kind = 4
        walk(slide.content, 0) { record in
            switch record.kind {
            case Kind.shape: kind = 4
            case Kind.placeholder: kind = Self.textKind(placeholder: data.byte(record.content.lowerBound + 4))
            case Kind.textHeader where kind == 4: kind = Int(data.long(record.content.lowerBound))
            default: break
            }
            guard let text = text(record), texts.count < Limits.listEntries else { return }
            if !outlineTexts.contains(where: { $0.text == text }) { texts.append(Text(kind: kind, text: text)) }
        }
        return texts
    }

    /// What the text of a placeholder is for (2.13.24).
    private static func textKind(placeholder: UInt8) -> Int {
        switch placeholder {
        case 1, 3, 13, 15: 0
        case 2, 14: 1
        default: 4
        }
    }

    private func text(_ record: Record) -> [UInt8]? {
        let content = record.content
        var text: [UInt8]
        switch record.kind {
        case Kind.characters: text = data.text16(content.lowerBound, units: content.count / 2)
        case Kind.bytes:
            text = data.slice(content.lowerBound, content.count)
                .flatMap { $0 < 0x80 ? [$0] : [0xC0 | $0 >> 6, 0x80 | $0 & 0x3F] }
        default: return nil
        }
        // Paragraphs end with a carriage return, lines with a vertical tab.
        text = text.map { $0 == 0x0D || $0 == 0x0B ? ASCII.lineFeed : $0 }.filter {
            $0 >= ASCII.space || $0 == ASCII.lineFeed || $0 == ASCII.tab
        }
        let trimmed = Array(text.trimmed)
        return trimmed.isEmpty || trimmed == [UInt8(ascii: "*")] ? nil : trimmed
    }
}

/// Reads presentations of PowerPoint 97 to 2003 (ppt): the texts of each slide.
struct BinarySlidesReader: DocumentReader {
    private static let encryptedToken: UInt32 = 0xF3D1_C4DF

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let file = try CompoundFile(source)
        guard let bytes = try file.stream("PowerPoint Document"), let user = try file.stream("Current User") else {
            throw Failure(.corruptDocument, "\(source.name) has no presentation in it", stage: .parse)
        }
        let current = LittleEndian(user)
        if current.long(12) == Self.encryptedToken { throw Package.encrypted(source) }
        let show = BinarySlides(bytes, lastEdit: Int(current.long(16)))
        var sequence = PageSequence(options)
        var outline: [JSONValue] = []
        var heading: String?
        for slide in show.slides where !sequence.isDone {
            guard sequence.begin() else { continue }
            var pages = PageBuilder(startingAt: sequence.number, dividesLongPages: false)
            let titles = slide.texts.filter(\.isTitle)
            for text in titles.prefix(1) { pages.add(.heading(StyledText(utf8: text.text), level: 1)) }
            for text in slide.texts.filter({ !$0.isTitle }) + titles.dropFirst() { Self.add(text, to: &pages) }
            pages.speakerNotes = slide.notes
            pages.endPage()
            outline += pages.outline
            heading = heading ?? pages.title
            for page in pages.takePages() { sequence.write(page, to: &output) }
        }
        if show.slides.isEmpty {
            output.warn("the presentation has no slides")
            if sequence.begin() { sequence.write(PageContent(number: 1, text: [], markdown: []), to: &output) }
        }
        try sequence.finish(source, isCut: sequence.number < show.slides.count, &output)
        let properties = try LegacyProperties.read(file)
        let title = properties.title ?? heading
        output.end(
            DocumentSummary(
                metadata: properties.metadata(title: title), pageCount: sequence.number, title: title, outline: outline)
        )
    }

    /// Bodies are lists of points, other texts are paragraphs.
    private static func add(_ text: BinarySlides.Text, to pages: inout PageBuilder) {
        let isBody = [1, 7, 8].contains(text.kind)
        for line in text.text.split(separator: ASCII.lineFeed) {
            let shown = StyledText(utf8: line).trimmed
            if shown.isEmpty { continue }
            if isBody { pages.add(entry: ListEntry(shown)) } else { pages.add(.paragraph(shown)) }
        }
    }
}

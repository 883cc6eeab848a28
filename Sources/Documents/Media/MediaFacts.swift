import AV
import Model

/// What is known of a recording, in words for people and in values for programs.
struct MediaFacts {
    private let description: MediaDescription
    private let name: String

    /// The facts of a recording; `name` is its file name.
    init(_ description: MediaDescription, name: String) {
        self.description = description
        self.name = name
    }

    /// What is published of it.
    var sheet: MediaSheet {
        let title = tag("title")
        let chapters = description.chapters.map { chapter in
            Self.clock(chapter.startSeconds) + (chapter.title.map { " \(Self.oneLine($0))" } ?? "")
        }
        return MediaSheet(title: title, heading: title ?? name, rows: rows, chapters: chapters, metadata: metadata)
    }

    private var rows: [[String]] {
        var rows = [["Format", description.formatName]]
        if let seconds = description.durationSeconds {
            let about = description.isDurationEstimated ? "about " : ""
            rows.append(["Duration", "\(about)\(Self.clock(seconds)) (\(Self.short(seconds, digits: 1)) s)"])
        }
        if let rate = description.bitRate { rows.append(["Bit rate", "\(rate / 1000) kbit/s"]) }
        for stream in description.streams { rows.append([Self.label(of: stream.kind), Self.words(about: stream)]) }
        for (name, value) in description.tags where !Self.technicalTags.contains(name) {
            rows.append([name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " "), Self.oneLine(value)])
        }
        return rows
    }

    /// Tags that describe the file and not what is in it.
    private static let technicalTags: Set<String> = ["major_brand", "minor_version", "compatible_brands", "encoder"]

    private static func label(of kind: MediaDescription.Kind) -> String {
        switch kind {
        case .video: "Video"
        case .audio: "Audio"
        case .subtitle: "Subtitles"
        case .data: "Data"
        case .cover: "Cover"
        }
    }

    private static func words(about stream: MediaDescription.Stream) -> String {
        var words = [stream.codec]
        if let width = stream.width, let height = stream.height { words.append("\(width) × \(height)") }
        if let rate = stream.frameRate { words.append("\(short(rate, digits: 3)) frames/s") }
        if let rate = stream.sampleRate { words.append("\(rate) Hz") }
        if let channels = stream.channels { words.append(channels == 1 ? "mono" : "\(channels) channels") }
        if let language = language(of: stream) { words.append(language) }
        return words.joined(separator: ", ")
    }

    private static func language(of stream: MediaDescription.Stream) -> String? {
        stream.tags.first { $0.name == "language" && $0.value != "und" }?.value
    }

    private func tag(_ names: String...) -> String? {
        for name in names {
            if let tag = description.tags.first(where: { $0.name == name }), !tag.value.isEmpty { return tag.value }
        }
        return nil
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}

// MARK: For programs

extension MediaFacts {
    /// Members of `metadata`.
    private var metadata: JSONObject {
        [
            "title": .optional(tag("title")), "author": .optional(tag("artist", "album_artist", "author", "composer")),
            "language": .optional(description.streams.lazy.compactMap(Self.language).first),
            "created_at": .optional(created), "format": .string(description.format),
            "format_name": .string(description.formatName),
            "duration_seconds": Self.number(description.durationSeconds, digits: 3),
            "duration_estimated": .bool(description.isDurationEstimated),
            "bit_rate": description.bitRate.map(JSONValue.integer) ?? .null,
            "has_cover": .bool(description.streams.contains { $0.kind == .cover }),
            "streams": .array(description.streams.map(Self.json)), "tags": Self.json(description.tags),
            "chapters": .array(description.chapters.map(Self.json)),
        ]
    }

    /// `creation_time` of libavformat in our precision.
    private var created: String? {
        guard let text = tag("creation_time"), text.hasSuffix("Z") else { return nil }
        let seconds = text.dropLast().prefix { $0 != "." }
        return Timestamp("\(seconds).000Z")?.description
    }

    private static func json(_ stream: MediaDescription.Stream) -> JSONValue {
        var members: JSONObject = [
            "index": .integer(Int64(stream.index)), "type": .string(stream.kind.rawValue),
            "codec": .string(stream.codec), "bit_rate": stream.bitRate.map(JSONValue.integer) ?? .null,
            "language": .optional(language(of: stream)),
        ]
        switch stream.kind {
        case .audio:
            members["channels"] = .optional(stream.channels)
            members["sample_rate"] = .optional(stream.sampleRate)
        case .video, .cover:
            members["width"] = .optional(stream.width)
            members["height"] = .optional(stream.height)
            members["frame_rate"] = number(stream.frameRate, digits: 3)
        case .subtitle, .data: break
        }
        return .object(members)
    }

    private static func json(_ chapter: MediaDescription.Chapter) -> JSONValue {
        [
            "start_seconds": number(chapter.startSeconds, digits: 3),
            "end_seconds": number(chapter.endSeconds, digits: 3), "title": .optional(chapter.title),
        ]
    }

    /// The first of several tags with one name counts.
    private static func json(_ tags: [(name: String, value: String)]) -> JSONValue {
        var members = JSONObject()
        for (name, value) in tags where members[name] == nil { members[name] = .string(value) }
        return .object(members)
    }
}

// MARK: Numbers

extension MediaFacts {
    /// Hours, minutes and seconds as `1:02:03` or `2:03`.
    static func clock(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "?" }
        let whole = Int(seconds.rounded())
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let hours = whole / 3600
        let rest = "\(two(whole % 60))"
        return hours > 0 ? "\(hours):\(two(whole / 60 % 60)):\(rest)" : "\(whole / 60):\(rest)"
    }

    private static func short(_ value: Double, digits: Int) -> String {
        number(value, digits: digits).number.map { value in
            value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        } ?? "?"
    }

    /// A number without digits nobody measured; null for what is no number.
    private static func number(_ value: Double?, digits: Int) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        return .number((value * scale).rounded() / scale)
    }
}

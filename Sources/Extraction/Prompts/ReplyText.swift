import Model

/// Finds the JSON in what a model wrote: alone, in a fence, or with words around it.
enum ReplyText {
    /// The object or list; nil where there is none.
    static func json(in content: String) -> JSONValue? {
        guard content.utf8.count <= Limits.replyBytes else { return nil }
        let text = withoutThoughts(content)
        if let value = parsed(text) { return value }
        var fallback: JSONValue?
        var starts = 0
        var place = 0
        while place < text.count, starts < Limits.replyStarts {
            guard text[place] == UInt8(ascii: "{") || text[place] == UInt8(ascii: "["),
                let end = end(from: place, in: text)
            else {
                place += 1
                continue
            }
            starts += 1
            if let value = parsed(Array(text[place..<end])) {
                if value.object != nil { return value }
                fallback = fallback ?? value
                place = end
            } else {
                place += 1
            }
        }
        return fallback
    }

    private static func parsed(_ text: [UInt8]) -> JSONValue? {
        guard let value = try? JSONParser.parse(text), value.object != nil || value.array != nil else { return nil }
        return value
    }

    /// Models that reason aloud put their thoughts before the answer.
    private static func withoutThoughts(_ content: String) -> [UInt8] {
        guard let end = content.ranges(of: "</think>").last else { return Array(content.utf8) }
        return Array(content[end.upperBound...].utf8)
    }

    /// The place behind the bracket that closes the one at `start`.
    private static func end(from start: Int, in text: [UInt8]) -> Int? {
        var depth = 0
        var isInText = false
        var place = start
        while place < text.count {
            let byte = text[place]
            if isInText {
                if byte == UInt8(ascii: "\\") { place += 1 } else if byte == UInt8(ascii: "\"") { isInText = false }
            } else if byte == UInt8(ascii: "\"") {
                isInText = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
                if depth == 0 { return place + 1 }
            }
            place += 1
        }
        return nil
    }
}

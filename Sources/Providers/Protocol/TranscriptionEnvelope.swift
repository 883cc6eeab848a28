import Curl
import Model

/// Request and answer of `audio/transcriptions`.
enum TranscriptionEnvelope {
    /// The form (RFC 7578), with the recording read while it is sent.
    static func form(
        _ request: TranscriptionRequest, model: String?, _ dialect: Dialect, boundary: String
    ) -> (contentType: String, body: HTTPRequest.Body) {
        var head = ""
        func field(_ name: String, _ value: String) {
            head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        if let model { field("model", model) }
        field("response_format", dialect.asksForSegments ? "verbose_json" : "json")
        if dialect.asksForSegments { field("timestamp_granularities[]", "segment") }
        if let language = request.language { field("language", language) }
        if let prompt = request.prompt { field("prompt", prompt) }
        let name = String(request.audio.name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "_" })
        head += "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
        head += "Content-Type: \(request.audio.mediaType)\r\n\r\n"
        let before = Array(head.utf8)
        let after = Array("\r\n--\(boundary)--\r\n".utf8)
        let audio = request.audio
        let end = Int64(before.count) + audio.length
        let body = HTTPRequest.Body.stream(length: end + Int64(after.count)) { offset, room in
            if offset < Int64(before.count) { return copy(before[Int(offset)...], room) }
            if offset >= end { return copy(after[Int(offset - end)...], room) }
            let wanted = min(Int64(room.count), end - offset)
            return audio.read(offset - Int64(before.count), .init(rebasing: room[..<Int(wanted)]))
        }
        return ("multipart/form-data; boundary=\(boundary)", body)
    }

    private static func copy(_ bytes: ArraySlice<UInt8>, _ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(bytes.count, room.count)
        room.copyBytes(from: bytes.prefix(count))
        return count
    }

    static func read(_ json: JSONValue, model: String) throws(Problem) -> TranscriptionReply {
        guard let text = json["text"]?.string else { throw .unusable("the answer has no text") }
        let told = json["segments"]?.array ?? []
        guard told.count <= Limits.transcriptSegments else { throw .unusable("the answer has too many passages") }
        let segments = told.compactMap { entry -> TranscriptionReply.Segment? in
            guard let start = entry["start"]?.number, let end = entry["end"]?.number,
                let words = entry["text"]?.string, start >= 0, end >= start
            else { return nil }
            return .init(start: start, end: end, text: words.trimmed)
        }
        let seconds = json["duration"]?.number ?? json["duration"]?.string.flatMap(Double.init) ?? segments.last?.end
        return TranscriptionReply(
            text: text.trimmed, language: json["language"]?.string,
            seconds: seconds.flatMap { (0...1e6).contains($0) ? $0 : nil }, segments: segments, model: model)
    }

    /// Seconds that are paid for.
    static func usage(_ json: JSONValue, _ reply: TranscriptionReply, _ audio: TranscriptionRequest.Audio) -> Usage {
        if let usage = Envelope.usage(json) { return usage }
        var usage = Usage()
        usage.audioSeconds = reply.seconds ?? audio.seconds ?? 0
        usage.isEstimated = reply.seconds == nil
        return usage
    }
}

extension String {
    /// Without the space around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}

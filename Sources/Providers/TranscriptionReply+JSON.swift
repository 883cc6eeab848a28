import Model

extension TranscriptionReply {
    /// The form in which the words go back to a worker.
    public var json: JSONValue {
        [
            "text": .string(text), "language": .optional(language),
            "segments": .array(
                segments.map { ["start": .number($0.start), "end": .number($0.end), "text": .string($0.text)] }),
        ]
    }

    /// The same as an answer whose content is that JSON.
    public func chatReply(_ usage: Usage) -> ChatReply {
        ChatReply(
            content: String(decoding: JSONWriter.canonicalBytes(of: json), as: UTF8.self), finishReason: "stop",
            model: model, usage: usage)
    }
}

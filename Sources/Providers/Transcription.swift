/// A recording to be written down.
public struct TranscriptionRequest: Sendable {
    /// Where the bytes come from.
    public struct Audio: Sendable {
        /// Name with the extension by which servers tell the format, as in `recording.mp3`.
        public var name: String
        /// As in `audio/mpeg`.
        public var mediaType: String
        public var length: Int64
        /// Length of the recording, if known, for the estimate of its price.
        public var seconds: Double?
        /// Fills a buffer from an offset and says how many bytes came.
        public var read: @Sendable (_ offset: Int64, _ into: UnsafeMutableRawBufferPointer) -> Int

        public init(
            name: String, mediaType: String, length: Int64, seconds: Double? = nil,
            read: @escaping @Sendable (Int64, UnsafeMutableRawBufferPointer) -> Int
        ) {
            self.name = name
            self.mediaType = mediaType
            self.length = length
            self.seconds = seconds
            self.read = read
        }
    }

    /// Name of the provider in the settings.
    public var provider: String
    /// nil for the provider's own.
    public var model: String?
    public var audio: Audio
    /// As in `en`; nil lets the server find out.
    public var language: String?
    /// Words that help the server with names.
    public var prompt: String?

    public init(provider: String, model: String? = nil, audio: Audio) {
        self.provider = provider
        self.model = model
        self.audio = audio
    }
}

/// What is said in a recording.
public struct TranscriptionReply: Sendable, Equatable {
    /// A passage with its place in the recording, in seconds.
    public struct Segment: Sendable, Equatable {
        public var start: Double
        public var end: Double
        public var text: String

        public init(start: Double, end: Double, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    public var text: String
    public var language: String?
    public var seconds: Double?
    /// Empty when the server does not tell them.
    public var segments: [Segment]
    public var model: String
}

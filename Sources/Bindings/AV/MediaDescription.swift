/// Why a recording could not be described.
public enum MediaError: Error, Sendable, Equatable {
    /// The libraries are not installed.
    case unavailable
    /// The bytes are not a recording of the format, or are damaged; the sentence of libavformat.
    case damaged(String)
}

/// What the headers of a recording say about it.
public struct MediaDescription: Sendable {
    /// What a stream carries.
    public enum Kind: String, Sendable { case video, audio, subtitle, data, cover }

    /// One stream.
    public struct Stream: Sendable {
        public internal(set) var index: Int
        public internal(set) var kind: Kind
        /// The name of the codec, as in `h264`.
        public internal(set) var codec: String
        public internal(set) var channels: Int?
        /// Samples per second.
        public internal(set) var sampleRate: Int?
        /// Pixels, as stored.
        public internal(set) var width: Int?
        public internal(set) var height: Int?
        /// Frames per second.
        public internal(set) var frameRate: Double?
        /// Bits per second.
        public internal(set) var bitRate: Int64?
        public internal(set) var tags: [(name: String, value: String)] = []
    }

    /// One chapter.
    public struct Chapter: Sendable {
        public let startSeconds: Double
        public let endSeconds: Double
        public let title: String?
    }

    /// Short names of the container, as in `mov,mp4,m4a`.
    public internal(set) var format = ""
    /// The name of the container in words.
    public internal(set) var formatName = ""
    public internal(set) var durationSeconds: Double?
    /// True when the duration was worked out from bit rate and size alone.
    public internal(set) var isDurationEstimated = false
    /// Bits per second.
    public internal(set) var bitRate: Int64?
    public internal(set) var streams: [Stream] = []
    public internal(set) var tags: [(name: String, value: String)] = []
    public internal(set) var chapters: [Chapter] = []
}

/// Bounds of one look at a recording.
public struct MediaBounds: Sendable {
    /// Bytes read in all.
    public let bytesRead: Int64
    public let streams: Int
    public let chapters: Int
    /// Tags of the file, and of each stream.
    public let tags: Int
    /// Bytes of one tag.
    public let tagBytes: Int

    public init(bytesRead: Int64, streams: Int, chapters: Int, tags: Int, tagBytes: Int) {
        self.bytesRead = bytesRead
        self.streams = streams
        self.chapters = chapters
        self.tags = tags
        self.tagBytes = tagBytes
    }
}

extension Limits {
    /// Bytes read of a recording to learn what it holds; one whose length no header states is walked through that far.
    public static let mediaBytesRead: Int64 = 512 << 20
    /// Streams of a recording that are listed.
    public static let mediaStreams = 64
    /// Chapters of a recording that are listed.
    public static let mediaChapters = 1000
    /// Tags of a recording, and of each of its streams.
    public static let mediaTags = 200
    /// Longest recording that is transcribed: ten minutes.
    public static let transcribedSeconds = 600
    /// Samples a second of the sound that a transcript is made of.
    public static let speechRate = 16_000
    /// Times of a transcript that are believed: less than a day.
    public static let transcriptSecondsMost = 86_400.0
    /// Characters kept of the name of a language that a server tells.
    public static let languageNameLength = 40
    /// Bytes of what is kept of a recording until its words are there.
    public static let recordingCopyBytes = 16 << 20
    /// Seconds of a recording that nobody has opened yet, for estimates.
    public static let expectedRecordingSeconds = 180.0
}

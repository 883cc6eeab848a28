import Model

/// One file to download.
public struct FetchRequest: Sendable, Equatable {
    /// Where it comes from, as the manifest names it.
    public enum Source: Sendable, Equatable {
        /// An address of http or https.
        case url(String)
        /// `bucket/key` or `s3://bucket/key`.
        case s3(String)
    }

    public var source: Source
    /// Bytes allowed, where a folder allows less than `fetch.max_bytes`.
    public var maxBytes: Int64?
    /// The ETag of a copy that is at hand; the file is not sent again while it is unchanged.
    public var knownETag: String?

    public init(_ source: Source, maxBytes: Int64? = nil, knownETag: String? = nil) {
        self.source = source
        self.maxBytes = maxBytes
        self.knownETag = knownETag
    }

    /// The source as people may read it: without credentials and query.
    public var display: String {
        switch source {
        case .url(let text): (try? WebAddress(text))?.display ?? "an address that cannot be read"
        case .s3(let text): text.prefix(5).lowercased() == "s3://" ? text : "s3://" + text
        }
    }
}

/// A file that was downloaded, or is unchanged.
public struct FetchedFile: Sendable, Equatable {
    /// True when the copy at hand is still the file; nothing was written.
    public var isUnchanged = false
    public var bytes: Int64 = 0
    public var etag: String?
    /// `Content-Type` without parameters, in lower case.
    public var mediaType: String?
    /// The address it came from in the end, for people.
    public var address: String
    public var redirects = 0
    public var attempts = 1

    init(address: String) { self.address = address }
}

extension Limits {
    /// Bytes of an address of a manifest row.
    public static let webAddressBytes = 8 << 10
    /// Bytes of a host name (RFC 1035, section 2.3.4).
    public static let hostNameBytes = 253
    /// Bytes of one label of a host name.
    public static let hostLabelBytes = 63
    /// Redirects that a download follows.
    public static let fetchRedirects = 5
    /// Requests for one file, each of which may follow redirects.
    public static let fetchAttempts = 4
    /// Seconds before a download is tried again, doubled each time.
    public static let fetchBackoffSeconds = 1
    /// Seconds that are waited for at most when a server names a time (`Retry-After`).
    public static let fetchRetryAfterSeconds = 60
    /// Seconds a connection may take.
    public static let fetchConnectSeconds = 15
    /// Seconds a server may say next to nothing.
    public static let fetchSilenceSeconds = 30
    /// Bytes each second that count as next to nothing.
    public static let fetchSlowBytes = 64
    /// Seconds for one file, all attempts together.
    public static let fetchTotalSeconds = 900
    /// Bytes of a file, unless `fetch.max_bytes` says otherwise.
    public static let fetchBytes: Int64 = 100_000_000
    /// Downloads at the same time.
    public static let fetchesAtOnce = 16
    /// Downloads from one host at the same time.
    public static let fetchesPerHost = 4
    /// Bytes of a header that is kept.
    public static let fetchHeaderBytes = 8 << 10
    /// Bytes of an object's key on S3.
    public static let s3KeyBytes = 1024
    /// Bytes of a bucket's name, older ones included.
    public static let s3BucketBytes = 255
    /// Bytes after which a broken download counts as a new one.
    public static let fetchProgressBytes: Int64 = 1 << 20
}

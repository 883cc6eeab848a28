import Model

/// An object of an S3-compatible server, as a manifest names it: `bucket/key` or `s3://bucket/key`.
struct S3Object: Sendable, Equatable {
    var bucket: String
    /// As it was given: nothing in it is an escape.
    var key: String

    /// Reads either form; nil without a bucket, without a key or with a bucket that could lead elsewhere.
    init?(_ text: String) {
        var rest = Substring(text)
        if rest.prefix(5).lowercased() == "s3://" { rest = rest.dropFirst(5) }
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        bucket = String(rest[..<slash])
        key = String(rest[rest.index(after: slash)...])
        guard Self.isBucket(bucket), !key.isEmpty, key.utf8.count <= Limits.s3KeyBytes else { return nil }
    }

    // Older buckets have capitals and underscores; dots alone would climb in the path.
    private static func isBucket(_ name: String) -> Bool {
        name.utf8.count <= Limits.s3BucketBytes && name.utf8.contains { ASCII.isLetter($0) || ASCII.isDigit($0) }
            && name.utf8.allSatisfy { ASCII.isUnreserved($0) && $0 != 0x7E }
    }

    /// True when the bucket can be a label before the host.
    private var isLabel: Bool {
        bucket.utf8.count >= 3 && bucket.utf8.count <= Limits.hostLabelBytes
            && bucket.utf8.allSatisfy { ASCII.isDigit($0) || $0 == 0x2D || $0 >= 0x61 && $0 <= 0x7A }
            && !bucket.hasPrefix("-") && !bucket.hasSuffix("-")
    }

    /// Where the object lies. Dots in the key stay: `a/../b` is a name like any other.
    func address(_ settings: S3Settings) -> WebAddress? {
        guard var address = settings.endpoint ?? Self.amazon(settings.region) else { return nil }
        let isPathStyle = settings.pathStyle ?? (settings.endpoint != nil)
        var path = address.path.hasSuffix("/") ? String(address.path.dropLast()) : address.path
        if isPathStyle || !isLabel || address.literal != nil {
            path += "/" + bucket
        } else {
            address.host = bucket + "." + address.host
        }
        address.path = path + "/" + ASCII.escaped(key.utf8) { ASCII.isUnreserved($0) || $0 == 0x2F }
        address.query = nil
        address.credentials = nil
        return address
    }

    private static func amazon(_ region: String) -> WebAddress? {
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        return try? WebAddress("https://s3.\(region).\(domain)")
    }
}

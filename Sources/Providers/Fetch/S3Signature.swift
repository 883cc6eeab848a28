import Crypto
import Model

/// A signature of version 4 for one request without a body to S3 (Amazon's "Signature Calculations for the
/// Authorization Header").
///
/// libcurl 7.88 signs without `x-amz-content-sha256`, which S3 refuses, and at a moment of its own, so that its
/// signatures cannot be compared with botocore's; ours are.
struct S3Signature {
    var settings: S3Settings
    var keys: S3Settings.Keys
    var time: Timestamp

    /// The digest of no bytes.
    private static let emptyDigest = Hexadecimal.lower(Digest.sha256([]))

    /// The headers to send along with a GET of an address; `Host` is part of what is signed.
    func headers(for address: WebAddress) -> [(name: String, value: String)] {
        var signed = [
            (name: "host", value: address.authority), (name: "x-amz-content-sha256", value: Self.emptyDigest),
            (name: "x-amz-date", value: date),
        ]
        if let token = keys.sessionToken { signed.append((name: "x-amz-security-token", value: token)) }
        let names = signed.map(\.name).joined(separator: ";")
        let request = canonicalRequest(address, signed: signed, names: names)
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(keys.id)/\(scope), SignedHeaders=\(names), Signature=\(signature(request))"
        return signed.dropFirst() + [(name: "Authorization", value: authorization)]
    }

    /// `20261121T080000Z`.
    private var date: String {
        String(time.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
    }

    private var scope: String { "\(date.prefix(8))/\(settings.region)/s3/aws4_request" }

    private func canonicalRequest(
        _ address: WebAddress, signed: [(name: String, value: String)], names: String
    ) -> String {
        let headers = signed.map { "\($0.name):\($0.value)\n" }.joined()
        return "GET\n\(address.path)\n\(address.query ?? "")\n\(headers)\n\(names)\n\(Self.emptyDigest)"
    }

    private func signature(_ request: String) -> String {
        let digest = Hexadecimal.lower(Digest.sha256(Array(request.utf8)))
        let text = "AWS4-HMAC-SHA256\n\(date)\n\(scope)\n\(digest)"
        var key = Array("AWS4\(keys.secret)".utf8)
        for part in scope.split(separator: "/") { key = Digest.hmac(Array(part.utf8), key: key) }
        return Hexadecimal.lower(Digest.hmac(Array(text.utf8), key: key))
    }
}

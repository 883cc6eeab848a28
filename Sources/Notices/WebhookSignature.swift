import Crypto
import Curl
import Model

/// The headers of a request by Standard Webhooks: what it is, when it was sent, and who sent it.
enum WebhookSignature {
    /// Headers for a body that is sent at a time under one or more keys.
    static func headers(id: String, at now: Timestamp, body: [UInt8], keys: [[UInt8]]) -> [HTTPHeader] {
        let seconds = String(now.milliseconds / 1000)
        let signed = Array("\(id).\(seconds).".utf8) + body
        let signatures = keys.map { "v1," + Base64.encode(Digest.hmac(signed, key: $0)) }
        return [
            HTTPHeader("webhook-id", id), HTTPHeader("webhook-timestamp", seconds),
            HTTPHeader("webhook-signature", signatures.joined(separator: " ")),
        ]
    }
}

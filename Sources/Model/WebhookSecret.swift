/// The secrets a webhook is signed with (Standard Webhooks, "Signature scheme").
public enum WebhookSecret {
    private static let prefix = "whsec_"

    /// The keys of one or more secrets with blanks between them, as in `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`; nil
    /// when any of them is something else.
    public static func keys(_ text: String) -> [[UInt8]]? {
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }
        guard (1...Limits.webhookSecrets).contains(words.count) else { return nil }
        var keys: [[UInt8]] = []
        for word in words {
            guard word.hasPrefix(prefix), let key = Base64.decode(String(word.dropFirst(prefix.count))),
                Limits.webhookSecretBytes.contains(key.count)
            else { return nil }
            keys.append(key)
        }
        return keys
    }

    /// What a secret must be, for messages that do not repeat it.
    public static let rule =
        "`whsec_` and \(Limits.webhookSecretBytes.lowerBound) to \(Limits.webhookSecretBytes.upperBound) bytes in "
        + "Base64, as `echo whsec_$(openssl rand -base64 32)` prints; while it is changed, the new one and the old "
        + "one with a blank between them"
}

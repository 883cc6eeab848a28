import Curl
import Model

/// The wait an answer asks for before the same request is sent again (RFC 9110 section 10.2.3).
public enum RetryAfter {
    /// nil when it asks for none.
    public static func wait(_ head: HTTPHead, now: Timestamp) -> Duration? { RateHeaders(head, now: now).retryAfter }
}

import CGMime

/// The headers of a message that people read, decoded (RFC 5322, RFC 2047).
public struct MailHeaders: Sendable, Equatable {
    public let subject: String?
    /// Addresses as in `Ada Okafor <ada@example.net>, b@example.org`; nil when there are none.
    public let from: String?
    public let to: String?
    public let cc: String?
    public let bcc: String?
    public let replyTo: String?
    /// As the message has it.
    public let date: String?
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int64?
    public let messageID: String?
    public let inReplyTo: String?
    public let language: String?

    init(_ message: OpaquePointer) {
        func header(_ name: String) -> String? {
            let value = g_mime_object_get_header(message, name).map { String(cString: $0) }
            return value?.isEmpty == false ? value : nil
        }
        subject = g_mime_message_get_subject(message).map { String(cString: $0) }
        from =
            Self.addresses(g_mime_message_get_from(message)) ?? Self.addresses(g_mime_message_get_sender(message))
            ?? header("From")
        to = Self.addresses(g_mime_message_get_to(message)) ?? header("To")
        cc = Self.addresses(g_mime_message_get_cc(message))
        bcc = Self.addresses(g_mime_message_get_bcc(message))
        replyTo = Self.addresses(g_mime_message_get_reply_to(message))
        date = header("Date")
        seconds = date == nil ? nil : g_mime_message_get_date(message).map { Int64(g_date_time_to_unix($0)) }
        messageID = g_mime_message_get_message_id(message).map { String(cString: $0) }
        inReplyTo = header("In-Reply-To")
        language = header("Content-Language")
    }

    private static func addresses(_ list: OpaquePointer?) -> String? {
        guard let list, internet_address_list_length(list) > 0,
            let text = internet_address_list_to_string(list, nil, 0)
        else { return nil }
        defer { g_free(text) }
        return String(cString: text)
    }
}

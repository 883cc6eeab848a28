import CGMime

/// What the headers of one part of a message say (RFC 2045, RFC 2183).
public struct MailPart: Sendable, Equatable {
    /// What a part is made of.
    public enum Kind: Sendable, Equatable { case multipart, message, content }

    public let kind: Kind
    /// Number of the part around it; nil for the outermost.
    public let parent: Int?
    /// In lower case, without parameters.
    public let mediaType: String
    public let charset: String?
    /// `flowed` for text whose lines may be joined (RFC 3676).
    public let format: String?
    /// True when the blank before a soft line break is no part of the text.
    public let deletesBlanks: Bool
    /// The content id of the part a multipart/related begins with.
    public let start: String?
    public let reportType: String?
    /// `attachment`, `inline` or another word in lower case.
    public let disposition: String?
    /// Without angle brackets.
    public let contentID: String?
    public internal(set) var name: String?
    public internal(set) var location: String?

    init(_ object: OpaquePointer, in parent: Int?, kind: Kind) {
        func parameter(_ name: String) -> String? {
            g_mime_object_get_content_type_parameter(object, name).map { String(cString: $0) }
        }
        self.kind = kind
        self.parent = parent
        if let type = g_mime_object_get_content_type(object), let name = g_mime_content_type_get_mime_type(type) {
            mediaType = String(cString: name).lowercased()
            g_free(name)
        } else {
            mediaType = "text/plain"
        }
        charset = parameter("charset")
        format = parameter("format")?.lowercased()
        deletesBlanks = parameter("delsp")?.lowercased() == "yes"
        start = parameter("start")
        reportType = parameter("report-type")?.lowercased()
        disposition = g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() }
        contentID = g_mime_object_get_content_id(object).map { String(cString: $0) }
        name = parameter("name")
    }
}

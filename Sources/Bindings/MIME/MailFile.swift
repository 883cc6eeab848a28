import CGMime
import Glibc

/// A file of mail: one message, or several in the format of Unix mail boxes (GMime).
///
/// Owns the parser, not the descriptor. What is parsed refers to the file, so that no content is held in memory.
public struct MailFile: ~Copyable {
    private let parser: OpaquePointer
    private let options: OpaquePointer

    /// Starts at the beginning of a file.
    public init?(descriptor: Int32, isMailbox: Bool) {
        g_mime_init()
        lseek(descriptor, 0, SEEK_SET)
        guard let stream = g_mime_stream_fs_new(descriptor) else { return nil }
        g_mime_stream_fs_set_owner(stream, 0)
        defer { g_object_unref(UnsafeMutableRawPointer(stream)) }
        guard let parser = g_mime_parser_new_with_stream(stream), let options = g_mime_parser_options_new() else {
            return nil
        }
        // Headers that are not ASCII and say nothing of their character set.
        var charsets: [UnsafePointer<CChar>?] = [utf8Name, westernName, nil]
        g_mime_parser_options_set_fallback_charsets(options, &charsets)
        g_mime_parser_set_persist_stream(parser, 1)
        g_mime_parser_set_format(parser, isMailbox ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE)
        self.parser = parser
        self.options = options
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(parser))
        g_mime_parser_options_free(options)
    }

    /// The next message; nil after the last. `depth` bounds how deep parts are looked at, `count` how many.
    public func next(depth: Int, count: Int) -> MailMessage? {
        if g_mime_parser_eos(parser) != 0 { return nil }
        guard let message = g_mime_parser_construct_message(parser, options) else { return nil }
        return MailMessage(owning: message, depth: depth, count: count)
    }

    /// The version of the library, as in `3.2.13`.
    public static var version: String { "\(gmime_major_version).\(gmime_minor_version).\(gmime_micro_version)" }
}

// GMime keeps the pointers to these names.
nonisolated(unsafe) private let utf8Name = UnsafePointer(strdup("utf-8"))
nonisolated(unsafe) private let westernName = UnsafePointer(strdup("windows-1252"))

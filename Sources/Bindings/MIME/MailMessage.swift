import CGMime

/// A parsed message with its parts, nested messages included, in the order of the text.
///
/// Owns the message; its contents are read from the file when they are asked for.
public struct MailMessage: ~Copyable {
    private let message: OpaquePointer
    private var objects: [OpaquePointer] = []
    /// The first is the outermost part; every part comes after the one it is in.
    public private(set) var parts: [MailPart] = []
    /// Headers of the message, and of those nested in it by the number of their part.
    public private(set) var headers: MailHeaders
    public private(set) var nestedHeaders: [Int: MailHeaders] = [:]
    /// True when there are more parts, or deeper ones, than were asked for.
    public private(set) var isCut = false

    init(owning message: OpaquePointer, depth: Int, count: Int) {
        self.message = message
        headers = MailHeaders(message)
        if let body = g_mime_message_get_mime_part(message) { add(body, in: nil, depth: depth, count: count) }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(message)) }

    private mutating func add(
        _ object: OpaquePointer, in parent: Int?, depth: Int, count: Int
    ) {
        guard depth > 0, parts.count < count else {
            isCut = true
            return
        }
        let index = parts.count
        objects.append(object)
        if Self.isKind(object, g_mime_multipart_get_type()) {
            parts.append(MailPart(object, in: parent, kind: .multipart))
            for place in 0..<max(0, g_mime_multipart_get_count(object)) {
                guard let part = g_mime_multipart_get_part(object, place) else { continue }
                add(part, in: index, depth: depth - 1, count: count)
            }
        } else if Self.isKind(object, g_mime_message_part_get_type()) {
            parts.append(MailPart(object, in: parent, kind: .message))
            guard let inner = g_mime_message_part_get_message(object) else { return }
            nestedHeaders[index] = MailHeaders(inner)
            if let body = g_mime_message_get_mime_part(inner) { add(body, in: index, depth: depth - 1, count: count) }
        } else {
            var part = MailPart(object, in: parent, kind: .content)
            if Self.isKind(object, g_mime_part_get_type()) {
                part.name = g_mime_part_get_filename(object).map { String(cString: $0) }
                part.location = g_mime_part_get_content_location(object).map { String(cString: $0) }
            }
            parts.append(part)
        }
    }

    /// The decoded bytes of a part; nil when it has more than `limit` or cannot be read.
    public func content(of index: Int, limit: Int) -> [UInt8]? {
        guard objects.indices.contains(index), Self.isKind(objects[index], g_mime_part_get_type()) else { return nil }
        guard let content = g_mime_part_get_content(objects[index]) else { return [] }
        // Encodings make bytes longer, never shorter.
        if let stream = g_mime_data_wrapper_get_stream(content), g_mime_stream_length(stream) > Int64(limit) * 2 {
            return nil
        }
        guard let memory = g_mime_stream_mem_new() else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(memory)) }
        guard g_mime_data_wrapper_write_to_stream(content, memory) >= 0,
            let array = g_mime_stream_mem_get_byte_array(memory), array.pointee.len <= limit
        else { return nil }
        return Array(UnsafeBufferPointer(start: array.pointee.data, count: Int(array.pointee.len)))
    }

    private static func isKind(_ object: OpaquePointer, _ type: GType) -> Bool {
        g_type_check_instance_is_a(UnsafeMutablePointer<GTypeInstance>(object), type) != 0
    }
}

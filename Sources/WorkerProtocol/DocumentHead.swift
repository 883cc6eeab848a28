import Model

/// The first bytes of document.json: which file it speaks of.
///
/// The worker begins with them; the agent knows them to the byte and can name another file of the same content there
/// without reading JSON that lay in the outbox.
public enum DocumentHead {
    /// Writes everything up to the end of `source`.
    public static func write(
        path: String, size: Int64, sha256: String?, mimeType: String?, extensionMismatch: String?,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("schema_version", 1)
        writer.member(
            "source",
            [
                "path": .string(path), "size": .integer(size), "sha256": .optional(sha256),
                "mime_type": .optional(mimeType), "extension_mismatch": .optional(extensionMismatch),
            ])
    }

    /// Everything up to the end of the path.
    public static func throughPath(_ path: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("schema_version", 1)
        writer.member("source", ["path": .string(path)])
        return writer.bytes.dropLast()
    }
}

import CMagic

/// Why libmagic gave no answer.
public struct MagicError: Error, Sendable, CustomStringConvertible {
    /// The sentence of libmagic.
    public let message: String
    public var description: String { "libmagic: \(message)" }
}

/// The loaded database of libmagic (libmagic(3)); load it once per process, it costs some ten milliseconds.
///
/// Owns the handle. Not for use by two threads at once.
public struct MagicDatabase: ~Copyable {
    private let handle: OpaquePointer

    /// Loads the default database; at most `bytesRead` bytes of a file are looked at.
    public init(bytesRead: Int) throws(MagicError) {
        // Compressed content is never expanded here, and no helper program is started.
        let flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_RAW
        guard let handle = magic_open(flags) else { throw MagicError(message: "no memory") }
        guard magic_load(handle, nil) == 0 else {
            let error = Self.error(of: handle)
            magic_close(handle)
            throw error
        }
        var limit = bytesRead
        magic_setparam(handle, MAGIC_PARAM_BYTES_MAX, &limit)
        self.handle = handle
    }

    deinit { magic_close(handle) }

    /// The media type of bytes.
    public func mimeType(of bytes: UnsafeRawBufferPointer) throws(MagicError) -> String {
        guard let name = magic_buffer(handle, bytes.baseAddress, bytes.count) else { throw Self.error(of: handle) }
        return String(cString: name)
    }

    /// The media type of an open file, read from its current offset, which is kept.
    public func mimeType(ofDescriptor descriptor: Int32) throws(MagicError) -> String {
        guard let name = magic_descriptor(handle, descriptor) else { throw Self.error(of: handle) }
        return String(cString: name)
    }

    /// The version of the library, as in `5.44`.
    public static var version: String {
        let number = Int(magic_version())
        return "\(number / 100).\(number % 100)"
    }

    private static func error(of handle: OpaquePointer) -> MagicError {
        MagicError(message: magic_error(handle).map { String(cString: $0) } ?? "unknown error")
    }
}

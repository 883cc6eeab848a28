import CArchive
import Glibc

/// Why an archive could not be listed.
public struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// The sentence of libarchive.
    public let message: String
    public var description: String { "libarchive: \(message)" }
}

extension ArchiveError {
    /// An entry is protected by a password.
    public static let encrypted = ArchiveError(message: "encrypted")

    /// What a handle says about its last call.
    init(_ handle: OpaquePointer) {
        self.init(message: archive_error_string(handle).map { String(cString: $0) } ?? "unknown error")
    }
}

/// The names in an archive, read from a descriptor without unpacking anything (libarchive(3)).
///
/// Owns the handle, not the descriptor, whose offset moves. Each step reads one header.
public struct ArchiveListing: ~Copyable {
    private let handle: OpaquePointer

    /// One step through the archive.
    public enum Step: Sendable, Equatable {
        /// The next entry: its name as bytes and its size where the header says it.
        case entry(name: [UInt8], size: Int64?)
        /// The archive ended as it should.
        case end
    }

    /// Opens a zip or tar archive at the start of a file.
    public init(descriptor: Int32) throws(ArchiveError) {
        handle = try ArchiveHandle.open(descriptor) { handle in
            archive_read_support_format_zip_seekable(handle)
            archive_read_support_format_zip_streamable(handle)
            archive_read_support_format_tar(handle)
        }
    }

    deinit { archive_read_free(handle) }

    /// Reads one header. On truncated input libarchive may never say it is at the end: bound the number of calls.
    public func next(nameLimit: Int) throws(ArchiveError) -> Step {
        var entry: OpaquePointer?
        switch archive_read_next_header(handle, &entry) {
        case ARCHIVE_OK, ARCHIVE_WARN: break
        case ARCHIVE_EOF: return .end
        default: throw ArchiveError(handle)
        }
        guard let entry, let name = archive_entry_pathname(entry) else { return .entry(name: [], size: nil) }
        let bytes = UnsafeRawBufferPointer(start: name, count: strnlen(name, nameLimit))
        let size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil
        return .entry(name: Array(bytes), size: size)
    }

    /// The first bytes of the entry that `next` named.
    public func prefix(_ count: Int) throws(ArchiveError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let got = archive_read_data(handle, base + filled, count - filled)
                if got < 0 { failed = true }
                if got <= 0 { return }
                filled += got
            }
        }
        if failed, bytes.isEmpty { throw ArchiveError(handle) }
        return bytes
    }

    /// The version of the library, as in `3.6.2`.
    public static var version: String {
        let number = Int(archive_version_number())
        return "\(number / 1_000_000).\(number / 1000 % 1000).\(number % 1000)"
    }
}

import CArchive
import Glibc

/// Opening archives with libarchive; whoever gets the handle frees it with archive_read_free(3).
enum ArchiveHandle {
    /// Bytes read from the file at once.
    private static let blockBytes = 64 << 10

    /// Opens the archive at the start of a file; `support` allows its formats.
    static func open(_ descriptor: Int32, support: (OpaquePointer) -> Void) throws(ArchiveError) -> OpaquePointer {
        guard let handle = archive_read_new() else { throw ArchiveError(message: "no memory") }
        support(handle)
        lseek(descriptor, 0, SEEK_SET)
        guard archive_read_open_fd(handle, descriptor, blockBytes) == ARCHIVE_OK else {
            let error = ArchiveError(handle)
            archive_read_free(handle)
            throw error
        }
        return handle
    }
}

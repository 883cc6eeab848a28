import CArchive
import Glibc

/// Opening archives with libarchive; whoever gets the handle frees it with archive_read_free(3).
///
/// Every handle reads by its own position, so that several of them can be open on one descriptor.
enum ArchiveHandle {
    /// Bytes read from the file at once.
    private static let blockBytes = 64 << 10

    /// What the calls of libarchive get to know about the file.
    private final class File {
        let descriptor: Int32
        var position: Int64 = 0
        let block = UnsafeMutableRawPointer.allocate(byteCount: blockBytes, alignment: 16)

        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { block.deallocate() }

        static func of(_ context: UnsafeMutableRawPointer?) -> File {
            guard let context else { preconditionFailure("libarchive called back without the context it was given") }
            return Unmanaged<File>.fromOpaque(context).takeUnretainedValue()
        }

        func read() -> Int {
            while true {
                let got = pread(descriptor, block, blockBytes, off_t(position))
                if got < 0, errno == EINTR { continue }
                position += Int64(max(0, got))
                return got
            }
        }

        func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return Int64(ARCHIVE_FATAL) }
            let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : Int64(status.st_size)
            position = min(max(0, base.addingReportingOverflow(offset).partialValue), Int64(status.st_size))
            return position
        }
    }

    /// Opens the archive in a file; `support` allows its formats.
    static func open(_ descriptor: Int32, support: (OpaquePointer) -> Void) throws(ArchiveError) -> OpaquePointer {
        guard let handle = archive_read_new() else { throw ArchiveError(message: "no memory") }
        support(handle)
        // The handle owns the file and lets it go in its close call, which libarchive makes in any case.
        archive_read_set_callback_data(handle, Unmanaged.passRetained(File(descriptor)).toOpaque())
        archive_read_set_read_callback(handle) { _, context, block in
            let file = File.of(context)
            block?.pointee = UnsafeRawPointer(file.block)
            return file.read()
        }
        archive_read_set_seek_callback(handle) { _, context, offset, whence in
            File.of(context).seek(offset, whence)
        }
        archive_read_set_skip_callback(handle) { _, context, count in
            let file = File.of(context)
            file.position += max(0, count)
            return max(0, count)
        }
        archive_read_set_close_callback(handle) { _, context in
            if let context { Unmanaged<File>.fromOpaque(context).release() }
            return ARCHIVE_OK
        }
        guard archive_read_open1(handle) == ARCHIVE_OK else {
            let error = ArchiveError(handle)
            archive_read_free(handle)
            throw error
        }
        return handle
    }
}

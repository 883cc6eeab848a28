import CArchive

/// Writes a ZIP file entry by entry to somebody who takes bytes in order (libarchive(3)); nothing of an entry is kept
/// once it is written but its line in the directory.
///
/// Not thread-safe; sizes stand behind the entries, so that none needs to be known before.
public final class ZipWriter {
    private let handle: OpaquePointer
    private let take: ([UInt8]) -> Void

    /// A file that is given to `take` piece by piece.
    public init(take: @escaping ([UInt8]) -> Void) throws(ArchiveError) {
        guard let handle = archive_write_new() else { throw ArchiveError(message: "no memory") }
        self.handle = handle
        self.take = take
        archive_write_set_format_zip(handle)
        // Old programs know neither the extension for large files nor padding.
        archive_write_set_format_option(handle, "zip", "zip64", nil)
        archive_write_set_bytes_per_block(handle, 0)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let opened = archive_write_open(
            handle, context, nil,
            { _, context, bytes, count in
                guard let context, let bytes else { return 0 }
                let writer = Unmanaged<ZipWriter>.fromOpaque(context).takeUnretainedValue()
                writer.take(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
                return count
            }, nil)
        guard opened == ARCHIVE_OK else { throw ArchiveError(handle) }
    }

    deinit { archive_write_free(handle) }

    /// Begins the next file; `seconds` since the epoch is when it was changed.
    public func begin(_ name: String, modified seconds: Int) throws(ArchiveError) {
        guard let entry = archive_entry_new() else { throw ArchiveError(message: "no memory") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_filetype(entry, 0o100000)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_mtime(entry, seconds, 0)
        guard archive_write_header(handle, entry) == ARCHIVE_OK else { throw ArchiveError(handle) }
    }

    /// Appends bytes to the file that was begun last.
    public func write(_ bytes: [UInt8]) throws(ArchiveError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { archive_write_data(handle, $0 + done, buffer.count - done) } ?? 0
            }
            guard count > 0 else { throw ArchiveError(handle) }
            done += count
        }
    }

    /// Ends the file with its directory.
    public func finish() throws(ArchiveError) {
        guard archive_write_close(handle) == ARCHIVE_OK else { throw ArchiveError(handle) }
    }
}

import CArchive
import Glibc

/// The entries of a ZIP archive and their contents, in the order of its directory (libarchive(3)).
///
/// Only archives with a central directory are read, so that what is listed is what is unpacked. Owns the handle, not
/// the descriptor, whose offset moves.
public struct ZipArchive: ~Copyable {
    private let handle: OpaquePointer
    private let locale: locale_t?

    /// What an entry is.
    public enum Kind: Sendable, Equatable { case file, directory, symlink, fifo, socket, device }

    /// One entry as its header describes it.
    public struct Entry: Sendable, Equatable {
        /// Bytes as they stand in the archive.
        public let name: [UInt8]
        public let kind: Kind
        /// Bytes when unpacked, as the archive says; 0 where it does not.
        public let size: Int64
        public let isEncrypted: Bool
    }

    /// Opens an archive at the start of a file.
    public init(descriptor: Int32) throws(ArchiveError) {
        handle = try ArchiveHandle.open(descriptor) { archive_read_support_format_zip_seekable($0) }
        // libarchive turns names that are marked as UTF-8 into the character set of the thread.
        locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        if let locale { uselocale(locale) }
    }

    deinit {
        if let locale {
            // LC_GLOBAL_LOCALE of locale.h, which Swift does not see.
            uselocale(locale_t(bitPattern: -1))
            freelocale(locale)
        }
        archive_read_free(handle)
    }

    /// Reads one header; nil at the end. On damaged input the end may never come: bound the number of calls.
    public func next(nameLimit: Int) throws(ArchiveError) -> Entry? {
        var entry: OpaquePointer?
        switch archive_read_next_header(handle, &entry) {
        case ARCHIVE_OK, ARCHIVE_WARN: break
        case ARCHIVE_EOF: return nil
        default: throw ArchiveError(handle)
        }
        guard let entry else { throw ArchiveError(message: "an entry without a header") }
        let name = archive_entry_pathname(entry).map {
            Array(UnsafeRawBufferPointer(start: $0, count: strnlen($0, nameLimit)))
        }
        return Entry(
            name: name ?? [], kind: Self.kind(of: entry),
            size: archive_entry_size_is_set(entry) != 0 ? max(0, archive_entry_size(entry)) : 0,
            isEncrypted: archive_entry_is_encrypted(entry) != 0)
    }

    /// The next bytes of the entry that `next` named; empty at its end. Any doubt about them is an error.
    public func read(_ count: Int) throws(ArchiveError) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            result = archive_read_data(handle, buffer.baseAddress, count)
            filled = max(0, result)
        }
        if result < 0 { throw ArchiveError(handle) }
        return bytes
    }

    private static func kind(of entry: OpaquePointer) -> Kind {
        if archive_entry_hardlink(entry) != nil { return .device }
        return switch archive_entry_filetype(entry) & S_IFMT {
        case S_IFREG, 0: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symlink
        case S_IFIFO: .fifo
        case S_IFSOCK: .socket
        default: .device
        }
    }
}

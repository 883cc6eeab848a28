import Exports
import Glibc
import Model

/// The bytes of the file a request came with, read by position, so that its offset is nobody's business.
///
/// Does not own the descriptor.
struct DocumentSource {
    let descriptor: Int32
    /// How the file is called in messages.
    let name: String
    let size: Int64
    /// Where it begins in the file behind the descriptor.
    private(set) var start: Int64 = 0

    /// A part of another file, which may not be as long as it should.
    init(part of: DocumentSource, at start: Int64, size: Int64, name: String) {
        descriptor = of.descriptor
        self.name = printable(name)
        self.start = of.start + start
        self.size = max(0, min(size, of.size - start))
    }

    /// The regular file behind a descriptor.
    init(descriptor: Int32, name: String) throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Self.unreadable(name, errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.specialFile, "\(printable(name)) is not a regular file", stage: .detect)
        }
        self.descriptor = descriptor
        self.name = printable(name)
        self.size = Int64(status.st_size)
    }

    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    func read(_ count: Int, at offset: Int64) throws(Failure) -> [UInt8] {
        let wanted = Int(min(Int64(count), max(0, size - offset)))
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, wanted - filled, off_t(start + offset) + filled)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failed = errno }
                if got <= 0 { return }
                filled += got
            }
        }
        if failed != 0 { throw Self.unreadable(name, failed) }
        return bytes
    }

    private static func unreadable(_ name: String, _ code: Int32) -> Failure {
        Failure(
            .processingError, "\(printable(name)) could not be read: \(String(cString: strerror(code)))",
            stage: .detect)
    }
}

extension DocumentSource: ExportSource {}

extension DocumentSource {
    /// All bytes of a file that has to be read at once.
    func readWhole(atMost limit: Int64) throws(Failure) -> [UInt8] {
        guard size <= limit else {
            throw Failure(
                .fileTooLarge, "\(name) has \(size) bytes; files of its kind are read up to \(limit)", stage: .parse,
                details: ["max_allowed": .integer(limit), "requested": .integer(size)],
                resolution: "Divide the file into smaller ones and drop those.")
        }
        return try read(Int(size), at: 0)
    }
}

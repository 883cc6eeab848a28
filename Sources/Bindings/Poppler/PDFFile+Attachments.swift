import CPoppler
import CPopplerPages

extension PDFFile {
    /// The contents of embedded files whose first bytes `isWanted` takes, at most `limit` of the first `count` files.
    ///
    /// A file of more than `bytes` is cut right after them, so that the caller sees that it is too large.
    public func attachedFiles(
        limit: Int, among count: Int, nameLimit: Int, bytes: Int, where isWanted: (UnsafeRawBufferPointer) -> Bool
    ) -> [(name: String, bytes: [UInt8])] {
        var info = cpoppler_info()
        cpoppler_get_info(pages, 0, &info)
        guard info.has_attachments, let document = poppler.pointer else { return [] }
        let list = poppler_document_get_attachments(document)
        defer { g_list_free_full(list, g_object_unref) }
        return withoutActuallyEscaping(isWanted) { isWanted in
            var files: [(String, [UInt8])] = []
            forEach(list, limit: count) { data in
                guard files.count < limit else { return }
                let attachment = data.assumingMemoryBound(to: PopplerAttachment.self)
                guard let content = Self.content(of: attachment, limit: bytes, where: isWanted) else { return }
                files.append((borrowedText(poppler_attachment_get_name(attachment), limit: nameLimit) ?? "", content))
            }
            return files
        }
    }

    private static func content(
        of attachment: UnsafeMutablePointer<PopplerAttachment>, limit: Int,
        where isWanted: @escaping (UnsafeRawBufferPointer) -> Bool
    ) -> [UInt8]? {
        let copy = AttachmentCopy(limit: limit, isWanted: isWanted)
        _ = poppler_attachment_save_to_callback(
            attachment,
            { block, count, copy, _ in
                guard let copy, let block else { return 0 }
                let target = Unmanaged<AttachmentCopy>.fromOpaque(copy).takeUnretainedValue()
                return target.take(UnsafeRawBufferPointer(start: block, count: Int(count))) ? 1 : 0
            }, Unmanaged.passUnretained(copy).toOpaque(), nil)
        return copy.bytes.isEmpty ? nil : copy.bytes
    }
}

/// The bytes of an embedded file as poppler decodes them; it stops decoding where this refuses.
private final class AttachmentCopy {
    private(set) var bytes: [UInt8] = []
    private let limit: Int
    private let isWanted: (UnsafeRawBufferPointer) -> Bool

    init(limit: Int, isWanted: @escaping (UnsafeRawBufferPointer) -> Bool) {
        self.limit = limit
        self.isWanted = isWanted
    }

    func take(_ block: UnsafeRawBufferPointer) -> Bool {
        guard !bytes.isEmpty || isWanted(block) else { return false }
        bytes += block.prefix(limit + 1 - bytes.count)
        return bytes.count <= limit
    }
}

import CPoppler
import CPopplerPages
import Glibc

/// An open PDF document (poppler's own classes, and poppler-glib for what those do not offer).
///
/// Owns the documents and their duplicates of the descriptor. Not for use by two threads at once.
public struct PDFFile: ~Copyable {
    let pages: OpaquePointer
    /// The same document in poppler-glib.
    public let poppler: PopplerDocument
    /// Number of pages the document claims to have; never negative.
    public let pageCount: Int

    /// Opens the file behind a descriptor, which stays open and belongs to the caller.
    ///
    /// Without `sharesFonts` each page reads its fonts for itself: slow, and the same content.
    public init(descriptor: Int32, password: String?, sharesFonts: Bool = true) throws(PDFError) {
        let password: [CChar]? = password.map(Self.usable)
        lseek(descriptor, 0, SEEK_SET)
        var status = cpoppler_failed
        // The document closes the descriptor, when opening fails too.
        guard let pages = cpoppler_open(try Self.duplicate(descriptor), password, sharesFonts, &status) else {
            throw Self.error(status)
        }
        let copy: Int32
        do throws(PDFError) { copy = try Self.duplicate(descriptor) } catch {
            cpoppler_close(pages)
            throw error
        }
        self.pages = pages
        poppler = PopplerDocument(descriptor: copy, password: password)
        pageCount = Int(cpoppler_page_count(pages))
    }

    deinit { cpoppler_close(pages) }

    /// A password as poppler can take it: ISO 32000-2 section 7.6.4.3.3 cuts it after 127 bytes, and poppler 22.12
    /// writes a longer one over the end of a buffer.
    private static func usable(_ password: String) -> [CChar] {
        password.utf8.prefix(longestPassword).map { CChar(bitPattern: $0) } + [0]
    }

    private static let longestPassword = 127

    /// The version of the library, as in `22.12.0`.
    public static var version: String { String(cString: poppler_get_version()) }

    /// The document information and what else the document says about itself; texts are cut at `nameLimit` bytes.
    public func metadata(nameLimit: Int) -> PDFMetadata {
        var info = cpoppler_info()
        cpoppler_get_info(pages, nameLimit, &info)
        return PDFMetadata(info)
    }

    /// The outline, depth first, at most `limit` entries and `depth` levels.
    public func outline(limit: Int, depth: Int, nameLimit: Int) -> [PDFOutlineEntry] {
        var entries: UnsafePointer<cpoppler_outline_entry>?
        let count = cpoppler_get_outline(pages, limit, Int32(depth), nameLimit, &entries)
        return UnsafeBufferPointer(start: entries, count: count).map { entry in
            PDFOutlineEntry(
                title: String(cString: entry.title), level: Int(entry.level),
                page: entry.page > 0 ? Int(entry.page) : nil)
        }
    }

    /// The fonts met so far, from the given position on; glyphs name them by position.
    public func fonts(from first: Int) -> [PDFFont] {
        var fonts: [PDFFont] = []
        var found = cpoppler_font()
        while cpoppler_get_font(pages, first + fonts.count, &found) { fonts.append(PDFFont(found)) }
        return fonts
    }

    /// The embedded files, at most `limit`, without their content.
    public func attachments(limit: Int, nameLimit: Int) -> [PDFAttachment] {
        var info = cpoppler_info()
        cpoppler_get_info(pages, 0, &info)
        guard info.has_attachments, let document = poppler.pointer else { return [] }
        let list = poppler_document_get_attachments(document)
        defer { g_list_free_full(list, g_object_unref) }
        var attachments: [PDFAttachment] = []
        forEach(list, limit: limit) { data in
            let attachment = data.assumingMemoryBound(to: PopplerAttachment.self)
            let size = poppler_attachment_get_size(attachment)
            attachments.append(
                PDFAttachment(
                    name: borrowedText(poppler_attachment_get_name(attachment), limit: nameLimit) ?? "",
                    summary: borrowedText(poppler_attachment_get_description(attachment), limit: nameLimit),
                    // poppler says -1 for a file without a size.
                    size: size <= UInt(Int.max) ? Int(size) : nil))
        }
        return attachments
    }

    private static func duplicate(_ descriptor: Int32) throws(PDFError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw .other(String(cString: strerror(errno))) }
        return copy
    }

    private static func error(_ status: cpoppler_status) -> PDFError {
        switch status {
        case cpoppler_encrypted: .encrypted
        case cpoppler_damaged: .damaged("PDF document is damaged")
        case cpoppler_no_catalog: .damaged("Failed to read the document catalog")
        default: .other("Failed to load document")
        }
    }
}

extension PDFMetadata {
    init(_ info: cpoppler_info) {
        func text(_ text: UnsafePointer<CChar>) -> String? { text.pointee == 0 ? nil : String(cString: text) }
        self.init(
            title: text(info.title), author: text(info.author), subject: text(info.subject),
            keywords: text(info.keywords), creator: text(info.creator), producer: text(info.producer),
            language: text(info.language), created: info.created < 0 ? nil : info.created,
            modified: info.modified < 0 ? nil : info.modified,
            version: info.major > 0 ? "PDF-\(info.major).\(info.minor)" : nil,
            needsRendering: info.needs_rendering)
    }
}

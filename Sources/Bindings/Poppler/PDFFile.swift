import CPoppler
import CPopplerPages
import Glibc

/// An open PDF document (poppler-glib, and poppler's own classes for what stands on its pages).
///
/// Owns both documents and their duplicates of the descriptor. Not for use by two threads at once.
public struct PDFFile: ~Copyable {
    let document: OpaquePointer
    let pages: OpaquePointer
    let destinations: Destinations
    /// Number of pages the document claims to have; never negative.
    public let pageCount: Int

    /// Opens the file behind a descriptor, which stays open and belongs to the caller.
    ///
    /// Without `sharesFonts` each page reads its fonts for itself: slow, and the same content.
    public init(descriptor: Int32, password: String?, sharesFonts: Bool = true) throws(PDFError) {
        PopplerLog.silence()
        let password: [CChar]? = password.map(Self.usable)
        var failure: UnsafeMutablePointer<GError>?
        lseek(descriptor, 0, SEEK_SET)
        // The document closes the descriptor, when opening fails too.
        guard let opened = poppler_document_new_from_fd(try Self.duplicate(descriptor), password, &failure) else {
            throw Self.error(failure)
        }
        let copy: Int32
        do throws(PDFError) { copy = try Self.duplicate(descriptor) } catch {
            g_object_unref(UnsafeMutableRawPointer(opened))
            throw error
        }
        guard let pages = cpoppler_open(copy, password, sharesFonts) else {
            g_object_unref(UnsafeMutableRawPointer(opened))
            throw .damaged("its pages cannot be read")
        }
        document = opened
        self.pages = pages
        destinations = Destinations(pages: pages)
        pageCount = max(0, Int(poppler_document_get_n_pages(opened)))
    }

    deinit {
        cpoppler_close(pages)
        g_object_unref(UnsafeMutableRawPointer(document))
    }

    /// A password as poppler can take it: ISO 32000-2 section 7.6.4.3.3 cuts it after 127 bytes, and poppler 22.12
    /// writes a longer one over the end of a buffer.
    private static func usable(_ password: String) -> [CChar] {
        password.utf8.prefix(longestPassword).map { CChar(bitPattern: $0) } + [0]
    }

    private static let longestPassword = 127

    /// The version of the library, as in `22.12.0`.
    public static var version: String { String(cString: poppler_get_version()) }

    /// The document information; texts are cut at `nameLimit` bytes.
    public func metadata(nameLimit: Int) -> PDFMetadata {
        func text(_ taken: UnsafeMutablePointer<gchar>?) -> String? { ownedText(taken, limit: nameLimit) }
        func seconds(_ taken: OpaquePointer?) -> Int64? {
            guard let taken else { return nil }
            defer { g_date_time_unref(taken) }
            return Int64(g_date_time_to_unix(taken))
        }
        return PDFMetadata(
            title: text(poppler_document_get_title(document)), author: text(poppler_document_get_author(document)),
            subject: text(poppler_document_get_subject(document)),
            keywords: text(poppler_document_get_keywords(document)),
            creator: text(poppler_document_get_creator(document)),
            producer: text(poppler_document_get_producer(document)),
            created: seconds(poppler_document_get_creation_date_time(document)),
            modified: seconds(poppler_document_get_modification_date_time(document)),
            version: text(poppler_document_get_pdf_version_string(document)))
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
        guard poppler_document_has_attachments(document) != 0 else { return [] }
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

    private static func error(_ failure: UnsafeMutablePointer<GError>?) -> PDFError {
        guard let failure else { return .other("no reason given") }
        defer { g_error_free(failure) }
        let message = String(cString: failure.pointee.message)
        guard failure.pointee.domain == poppler_error_quark() else { return .other(message) }
        switch UInt32(bitPattern: failure.pointee.code) {
        case POPPLER_ERROR_ENCRYPTED.rawValue: return .encrypted
        case POPPLER_ERROR_DAMAGED.rawValue, POPPLER_ERROR_BAD_CATALOG.rawValue: return .damaged(message)
        default: return .other(message)
        }
    }
}

/// Keeps poppler and GLib from writing to standard error: a damaged file may have thousands of complaints.
enum PopplerLog {
    private static let isSilenced: Bool = {
        g_log_set_writer_func({ _, _, _, _ in G_LOG_WRITER_HANDLED }, nil, nil)
        g_log_set_default_handler({ _, _, _, _ in }, nil)
        return true
    }()

    /// Takes effect once per process.
    static func silence() { _ = isSilenced }
}

/// The text of a C string that poppler handed over, which is freed; nil when absent or empty.
func ownedText(_ taken: UnsafeMutablePointer<gchar>?, limit: Int) -> String? {
    defer { g_free(taken) }
    return borrowedText(taken, limit: limit)
}

/// The text of a C string that stays poppler's; nil when absent or empty, cut at `limit` bytes.
func borrowedText(_ text: UnsafePointer<gchar>?, limit: Int) -> String? {
    guard let text, text.pointee != 0 else { return nil }
    let bytes = UnsafeRawBufferPointer(start: text, count: strnlen(text, limit))
    return String(decoding: bytes, as: UTF8.self)
}

/// Calls `body` with the data of the first `limit` nodes of a GLib list.
func forEach(_ list: UnsafeMutablePointer<GList>?, limit: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    var node = list
    var count = 0
    while let current = node, count < limit {
        if let data = current.pointee.data { body(data) }
        node = current.pointee.next
        count += 1
    }
}

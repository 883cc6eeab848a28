import CPoppler
import Glibc

/// A document of poppler-glib, opened when something is asked of it that only poppler-glib has: fields of forms,
/// attachments, rendering. Opening a document a second time costs as much as several of its pages.
public final class PopplerDocument {
    private let descriptor: Int32
    private let password: [CChar]?
    private var opened: OpaquePointer?
    private var isFailed = false

    /// Takes over the descriptor.
    init(descriptor: Int32, password: [CChar]?) {
        self.descriptor = descriptor
        self.password = password
    }

    deinit {
        if let opened { g_object_unref(UnsafeMutableRawPointer(opened)) }
        close(descriptor)
    }

    /// The document; nil when poppler-glib cannot read it.
    public var pointer: OpaquePointer? {
        if opened == nil, !isFailed {
            PopplerLog.silence()
            // The document closes the descriptor, when opening fails too.
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            if copy >= 0 { opened = poppler_document_new_from_fd(copy, password, nil) }
            isFailed = opened == nil
        }
        return opened
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

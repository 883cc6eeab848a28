import CQPDF

/// Why a PDF could not be added to.
public struct PDFOverlayError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sentence of qpdf.
    public let message: String
    public var description: String { message }
}

/// An object to add to a PDF: entries of its dictionary, its stream, and which of the objects added with it belong
/// where.
public struct PDFOverlayObject: Sendable {
    /// Entries as PDF writes them, without the brackets and without references.
    public var entries: String
    public var stream: [UInt8]?
    /// Keys whose value is another object, by its place in the list, alone or in an array.
    public var references: [(key: String, object: Int, isInArray: Bool)]

    public init(entries: String, stream: [UInt8]?, references: [(key: String, object: Int, isInArray: Bool)]) {
        self.entries = entries
        self.stream = stream
        self.references = references
    }
}

/// The geometry of a page as the file has it.
public struct PDFPageFrame: Sendable, Equatable {
    /// Lower left and upper right corner of what is shown.
    public var left: Double
    public var bottom: Double
    public var right: Double
    public var top: Double
    /// Degrees clockwise: 0, 90, 180 or 270.
    public var rotation: Int
}

/// A PDF in memory that gets more content on its pages, which stay as they are otherwise (qpdf).
///
/// Owns qpdf's document and the bytes it reads. Not for use by two threads at once.
public struct PDFOverlay: ~Copyable {
    private let document: qpdf_data
    private let source: UnsafeMutableBufferPointer<UInt8>
    public let pageCount: Int

    /// Opens a file.
    public init(_ file: [UInt8], password: String?) throws(PDFOverlayError) {
        guard let document = qpdf_init() else { throw PDFOverlayError(message: "no memory") }
        qpdf_silence_errors(document)
        qpdf_set_suppress_warnings(document, 1)
        let source = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, file.count))
        _ = source.initialize(from: file)
        let status = qpdf_read_memory(
            document, "document.pdf", UnsafeRawPointer(source.baseAddress)?.assumingMemoryBound(to: CChar.self),
            UInt64(file.count), password)
        // The lowest bits say warning and error; warnings are no reason to stop.
        let isOpen = status & Self.errors == 0 && qpdf_push_inherited_attributes_to_page(document) & Self.errors == 0
        guard isOpen else {
            let error = PDFOverlayError(message: Self.reason(document))
            var unused: qpdf_data? = document
            qpdf_cleanup(&unused)
            source.deallocate()
            throw error
        }
        self.source = source
        self.document = document
        pageCount = max(0, Int(qpdf_get_num_pages(document)))
    }

    deinit {
        var owned: qpdf_data? = document
        qpdf_cleanup(&owned)
        source.deallocate()
    }

    /// The version of the library, as in `11.3.0`.
    public static var version: String { String(cString: qpdf_get_qpdf_version()) }

    private static let errors: Int32 = 2

    /// Adds objects that belong together; gives back the handle of the last one.
    public func add(_ objects: [PDFOverlayObject]) -> UInt32 {
        var added: [qpdf_oh] = []
        for object in objects {
            let parsed = qpdf_oh_parse(document, "<< \(object.entries) >>")
            for (key, index, isInArray) in object.references where index < added.count {
                var value = added[index]
                if isInArray {
                    value = qpdf_oh_new_array(document)
                    qpdf_oh_append_item(document, value, added[index])
                }
                qpdf_oh_replace_key(document, parsed, key, value)
            }
            added.append(
                object.stream.map { stream(parsed, $0) } ?? qpdf_make_indirect_object(document, parsed))
        }
        return added.last ?? 0
    }

    /// Where the shown part of a page lies, by its 1-based number; nil for a page without a box.
    public func frame(ofPage number: Int) -> PDFPageFrame? {
        guard number >= 1, number <= pageCount else { return nil }
        let page = qpdf_get_page_n(document, number - 1)
        let rotate = qpdf_oh_get_key(document, page, "/Rotate")
        let degrees = qpdf_oh_is_integer(document, rotate) != 0 ? qpdf_oh_get_int_value_as_int(document, rotate) : 0
        guard let media = box(page, "/MediaBox") else { return nil }
        var shown = box(page, "/CropBox") ?? media
        // What is outside of the paper is not shown.
        shown = (max(shown.0, media.0), max(shown.1, media.1), min(shown.2, media.2), min(shown.3, media.3))
        guard shown.0 < shown.2, shown.1 < shown.3 else { return nil }
        return PDFPageFrame(
            left: shown.0, bottom: shown.1, right: shown.2, top: shown.3,
            rotation: (Int(degrees) % 360 + 360) % 360 / 90 * 90)
    }

    /// Adds operators after the content of a page, which begins and ends with the graphics state as it was; `font` is
    /// known to them as `name`.
    public func append(_ operators: [UInt8], toPage number: Int, font: UInt32, named name: String) {
        guard number >= 1, number <= pageCount else { return }
        let page = qpdf_get_page_n(document, number - 1)
        let contents = qpdf_oh_new_array(document)
        let before = qpdf_oh_get_key(document, page, "/Contents")
        let empty = qpdf_oh_new_dictionary(document)
        qpdf_oh_append_item(document, contents, stream(empty, Array("q\n".utf8)))
        if qpdf_oh_is_array(document, before) != 0 {
            for index in 0..<max(0, qpdf_oh_get_array_n_items(document, before)) {
                qpdf_oh_append_item(document, contents, qpdf_oh_get_array_item(document, before, index))
            }
        } else if qpdf_oh_is_stream(document, before) != 0 {
            qpdf_oh_append_item(document, contents, before)
        }
        let last = qpdf_oh_new_dictionary(document)
        qpdf_oh_append_item(document, contents, stream(last, Array("\nQ\n".utf8) + operators))
        qpdf_oh_replace_key(document, page, "/Contents", contents)
        let fonts = dictionary("/Font", in: dictionary("/Resources", in: page))
        qpdf_oh_replace_key(document, fonts, name, font)
    }

    /// The whole file.
    public func write() throws(PDFOverlayError) -> [UInt8] {
        guard qpdf_init_write_memory(document) & Self.errors == 0, qpdf_write(document) & Self.errors == 0,
            let bytes = qpdf_get_buffer(document)
        else { throw PDFOverlayError(message: Self.reason(document)) }
        return Array(UnsafeBufferPointer(start: bytes, count: qpdf_get_buffer_length(document)))
    }

    private func stream(_ dictionary: qpdf_oh, _ bytes: [UInt8]) -> qpdf_oh {
        let stream = qpdf_oh_new_stream(document)
        let target = qpdf_oh_get_dict(document, stream)
        qpdf_oh_begin_dict_key_iter(document, dictionary)
        while qpdf_oh_dict_more_keys(document) != 0, let key = qpdf_oh_dict_next_key(document) {
            qpdf_oh_replace_key(document, target, key, qpdf_oh_get_key(document, dictionary, key))
        }
        let filter = qpdf_oh_get_key(document, dictionary, "/Filter")
        qpdf_oh_replace_stream_data(document, stream, bytes, bytes.count, filter, qpdf_oh_new_null(document))
        return stream
    }

    /// The dictionary at a key, made where there is none.
    private func dictionary(_ key: String, in holder: qpdf_oh) -> qpdf_oh {
        let found = qpdf_oh_get_key(document, holder, key)
        if qpdf_oh_is_dictionary(document, found) != 0 { return found }
        let made = qpdf_oh_new_dictionary(document)
        qpdf_oh_replace_key(document, holder, key, made)
        return made
    }

    private func box(_ page: qpdf_oh, _ key: String) -> (Double, Double, Double, Double)? {
        let array = qpdf_oh_get_key(document, page, key)
        guard qpdf_oh_is_array(document, array) != 0, qpdf_oh_get_array_n_items(document, array) == 4 else {
            return nil
        }
        let sides = (0..<4).map { qpdf_oh_get_numeric_value(document, qpdf_oh_get_array_item(document, array, $0)) }
        return (min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3]))
    }

    private static func reason(_ document: qpdf_data) -> String {
        guard qpdf_has_error(document) != 0, let error = qpdf_get_error(document),
            let detail = qpdf_get_error_message_detail(document, error)
        else { return "no reason given" }
        return String(cString: detail)
    }
}

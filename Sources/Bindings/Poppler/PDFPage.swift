import CPoppler
import Glibc

/// One page of a document, open as long as this value lives.
///
/// Owns the page; the document must outlive it.
public struct PDFPage: ~Copyable {
    let page: OpaquePointer
    let document: OpaquePointer
    let destinations: Destinations
    /// Width in points as shown, rotation applied.
    public let width: Double
    /// Height in points as shown, rotation applied.
    public let height: Double

    /// Opens a page by its 1-based number; nil when the page tree has no page there.
    public init?(_ number: Int, of file: borrowing PDFFile) {
        guard let opened = poppler_document_get_page(file.document, Int32(number - 1)) else { return nil }
        page = opened
        document = file.document
        destinations = file.destinations
        var width = 0.0
        var height = 0.0
        poppler_page_get_size(opened, &width, &height)
        self.width = width
        self.height = height
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(page)) }

    // The stored rectangle is off by up to its own side.
    private static let cornerTolerance = 2.0

    /// Degrees clockwise by which the page is turned to be shown: 0, 90, 180 or 270.
    ///
    /// poppler-glib has no call for it, but stores an annotation that is given as shown unrotated; one is added in
    /// memory and removed again.
    public var rotation: Int {
        guard min(width, height) > 2 * Self.cornerTolerance else { return 0 }
        var shown = PopplerRectangle(x1: 0, y1: 0, x2: 1, y2: 1)
        guard let annotation = poppler_annot_text_new(document, &shown) else { return 0 }
        defer { g_object_unref(UnsafeMutableRawPointer(annotation)) }
        poppler_page_add_annot(page, annotation)
        defer { poppler_page_remove_annot(page, annotation) }
        var stored = PopplerRectangle()
        poppler_annot_get_rectangle(annotation, &stored)
        // The lower left corner as shown lies in a different corner of the unrotated page for each angle.
        let isRight = stored.x1 > Self.cornerTolerance
        let isUpper = stored.y1 > Self.cornerTolerance
        return switch (isRight, isUpper) {
        case (false, false): 0
        case (true, false): 90
        case (true, true): 180
        case (false, true): 270
        }
    }

    /// The text of the page with the place of every line.
    ///
    /// Both come from one text analysis, which poppler keeps with the page.
    public func text() -> PDFPageText {
        guard let text = poppler_page_get_text(page) else { return PDFPageText(bytes: [], lines: []) }
        defer { g_free(text) }
        let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
        var rectangles: UnsafeMutablePointer<PopplerRectangle>?
        var count: UInt32 = 0
        guard bytes.count > 0, poppler_page_get_text_layout(page, &rectangles, &count) != 0 else {
            return PDFPageText(bytes: Array(bytes), lines: [])
        }
        defer { g_free(rectangles) }
        let boxes = UnsafeBufferPointer(start: rectangles, count: Int(count))
        var lines = PDFLineBuilder(capacity: bytes.count)
        var character = 0
        var start = 0
        // The rectangles stand in the order of the text, one per character, line breaks included.
        while start < bytes.count {
            var end = start + 1
            while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
            lines.add(bytes[start..<end], box: character < boxes.count ? PDFBox(boxes[character]) : nil)
            character += 1
            start = end
        }
        return lines.finish()
    }

    /// The links of the page, at most `limit`.
    public func links(limit: Int, nameLimit: Int) -> [PDFLink] {
        let list = poppler_page_get_link_mapping(page)
        defer { poppler_page_free_link_mapping(list) }
        var links: [PDFLink] = []
        forEach(list, limit: limit) { data in
            let mapping = data.assumingMemoryBound(to: PopplerLinkMapping.self).pointee
            guard let action = mapping.action,
                let target = PDFTarget(action, in: destinations, nameLimit: nameLimit)
            else { return }
            links.append(PDFLink(box: box(mapping.area), target: target))
        }
        // poppler builds the list from its end.
        return links.reversed()
    }

    /// The form fields of the page, at most `limit`.
    public func formFields(limit: Int, nameLimit: Int, valueLimit: Int) -> [PDFFormField] {
        let list = poppler_page_get_form_field_mapping(page)
        defer { poppler_page_free_form_field_mapping(list) }
        var fields: [PDFFormField] = []
        forEach(list, limit: limit) { data in
            let mapping = data.assumingMemoryBound(to: PopplerFormFieldMapping.self).pointee
            guard let field = mapping.field else { return }
            fields.append(
                PDFFormField(field, box: box(mapping.area), nameLimit: nameLimit, valueLimit: valueLimit))
        }
        return fields.reversed()
    }

    // Areas of links and fields count from the lower edge, text from the upper one.
    private func box(_ area: PopplerRectangle) -> PDFBox {
        PDFBox(
            left: min(area.x1, area.x2), top: height - max(area.y1, area.y2),
            right: max(area.x1, area.x2), bottom: height - min(area.y1, area.y2))
    }
}

extension PDFBox {
    /// Takes a rectangle that counts from the upper edge.
    init(_ rectangle: PopplerRectangle) {
        self.init(left: rectangle.x1, top: rectangle.y1, right: rectangle.x2, bottom: rectangle.y2)
    }
}

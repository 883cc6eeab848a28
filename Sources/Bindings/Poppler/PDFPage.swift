import CPoppler
import CPopplerPages

/// One page of a document, which must outlive it.
public struct PDFPage: ~Copyable {
    let pages: OpaquePointer
    private let poppler: PopplerDocument
    let number: Int32
    /// Width in points as shown, rotation applied.
    public let width: Double
    /// Height in points as shown, rotation applied.
    public let height: Double
    /// Degrees clockwise by which the page is turned to be shown: 0, 90, 180 or 270.
    public let rotation: Int

    /// Opens a page by its 1-based number; nil when the page tree has no page there.
    public init?(_ number: Int, of file: borrowing PDFFile) {
        var found = cpoppler_page()
        guard let number = Int32(exactly: number), cpoppler_get_page(file.pages, number, &found) else { return nil }
        pages = file.pages
        poppler = file.poppler
        self.number = number
        width = found.width
        height = found.height
        rotation = Int(found.rotation)
    }

    /// Gives what stands on the page to `body`.
    public func withContent<Result>(_ body: (PDFContent) -> Result) throws(PDFError) -> Result {
        var found = cpoppler_content()
        guard cpoppler_get_content(pages, number, &found) else { throw .damaged("page \(number) cannot be read") }
        return body(PDFContent(found))
    }

    /// The links of the page, at most `limit`, and whether it has fields of a form.
    public func links(limit: Int, nameLimit: Int) -> (links: [PDFLink], hasFields: Bool) {
        var links: UnsafePointer<cpoppler_link>?
        var hasFields = false
        let count = cpoppler_get_links(pages, number, limit, nameLimit, &links, &hasFields)
        return (UnsafeBufferPointer(start: links, count: count).map(PDFLink.init), hasFields)
    }

    /// The form fields of the page, at most `limit`.
    public func formFields(limit: Int, nameLimit: Int, valueLimit: Int) -> [PDFFormField] {
        guard let document = poppler.pointer, let page = poppler_document_get_page(document, number - 1) else {
            return []
        }
        defer { g_object_unref(UnsafeMutableRawPointer(page)) }
        let list = poppler_page_get_form_field_mapping(page)
        defer { poppler_page_free_form_field_mapping(list) }
        var fields: [PDFFormField] = []
        forEach(list, limit: limit) { data in
            let mapping = data.assumingMemoryBound(to: PopplerFormFieldMapping.self).pointee
            guard let field = mapping.field else { return }
            fields.append(
                PDFFormField(field, box: box(mapping.area), nameLimit: nameLimit, valueLimit: valueLimit))
        }
        // poppler builds the list from its end.
        return fields.reversed()
    }

    // Areas of fields count from the lower edge, text from the upper one.
    private func box(_ area: PopplerRectangle) -> PDFBox {
        PDFBox(
            left: min(area.x1, area.x2), top: height - max(area.y1, area.y2),
            right: max(area.x1, area.x2), bottom: height - min(area.y1, area.y2))
    }
}

extension PDFLink {
    init(_ link: cpoppler_link) {
        box = PDFBox(link.area)
        parts = UnsafeBufferPointer(start: link.parts, count: link.part_count).map(PDFBox.init)
        let text = String(cString: link.text)
        switch UInt32(link.kind) {
        case cpoppler_page_target.rawValue: target = .page(Int(link.page))
        case cpoppler_address_target.rawValue: target = .address(text)
        case cpoppler_file_target.rawValue: target = .file(text)
        default: target = .action
        }
    }
}

extension PDFBox {
    init(_ area: cpoppler_area) {
        self.init(
            left: Double(area.left), top: Double(area.top), right: Double(area.right), bottom: Double(area.bottom))
    }
}

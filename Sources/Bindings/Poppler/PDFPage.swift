import CPoppler
import CPopplerPages

/// One page of a document.
///
/// Owns poppler-glib's page where the page has annotations; the document must outlive it.
public struct PDFPage: ~Copyable {
    private let pages: OpaquePointer
    private let number: Int32
    private let annotated: OpaquePointer?
    private let destinations: Destinations
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
        self.number = number
        annotated = found.has_annotations ? poppler_document_get_page(file.document, number - 1) : nil
        destinations = file.destinations
        width = found.width
        height = found.height
        rotation = Int(found.rotation)
    }

    deinit { if let annotated { g_object_unref(UnsafeMutableRawPointer(annotated)) } }

    /// Gives what stands on the page to `body`.
    public func withContent<Result>(_ body: (PDFContent) -> Result) throws(PDFError) -> Result {
        var found = cpoppler_content()
        guard cpoppler_get_content(pages, number, &found) else { throw .damaged("page \(number) cannot be read") }
        return body(PDFContent(found))
    }

    /// The links of the page, at most `limit`.
    public func links(limit: Int, nameLimit: Int) -> [PDFLink] {
        guard let annotated else { return [] }
        let list = poppler_page_get_link_mapping(annotated)
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
        guard let annotated else { return [] }
        let list = poppler_page_get_form_field_mapping(annotated)
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

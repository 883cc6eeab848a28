import CPoppler

extension PDFFile {
    /// Hands over the pictures that stand on a page, by its 1-based number, in the order in which they are painted, at
    /// most `limit`, on white paper: one word `0xRRGGBB` for each pixel, `stride` bytes from row to row.
    ///
    /// Each is decoded in its own size: whoever asks knows that none is too large.
    public func eachImage(
        ofPage number: Int, limit: Int,
        _ body: (_ rows: UnsafeRawBufferPointer, _ width: Int, _ height: Int, _ stride: Int) -> Void
    ) {
        guard number >= 1, number <= pageCount, let document = poppler.pointer,
            let page = poppler_document_get_page(document, Int32(number - 1))
        else { return }
        defer { g_object_unref(UnsafeMutableRawPointer(page)) }
        let mappings = poppler_page_get_image_mapping(page)
        defer { poppler_page_free_image_mapping(mappings) }
        var identifiers: [Int32] = []
        var next = mappings
        while let element = next?.pointee {
            if let data = element.data { identifiers.append(data.load(as: PopplerImageMapping.self).image_id) }
            next = element.next
        }
        // poppler lists the last one first.
        for identifier in identifiers.sorted().prefix(limit) {
            guard let image = poppler_page_get_image(page, identifier) else { continue }
            defer { cairo_surface_destroy(image) }
            Self.onPaper(image, body)
        }
    }

    private static func onPaper(
        _ image: OpaquePointer,
        _ body: (_ rows: UnsafeRawBufferPointer, _ width: Int, _ height: Int, _ stride: Int) -> Void
    ) {
        let (width, height) = (cairo_image_surface_get_width(image), cairo_image_surface_get_height(image))
        guard width > 0, height > 0, let paper = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height) else {
            return
        }
        defer { cairo_surface_destroy(paper) }
        guard let context = cairo_create(paper) else { return }
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_set_source_surface(context, image, 0, 0)
        cairo_paint(context)
        cairo_destroy(context)
        cairo_surface_flush(paper)
        guard cairo_surface_status(paper) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(paper) else {
            return
        }
        let stride = Int(cairo_image_surface_get_stride(paper))
        let rows = UnsafeRawBufferPointer(start: data, count: stride * Int(height))
        body(rows, Int(width), Int(height), stride)
    }
}

import CPoppler

extension PDFFile {
    /// Points of a page as it is shown, by its 1-based number; nil when there is no such page.
    public func pageSize(_ number: Int) -> (width: Double, height: Double)? {
        guard number >= 1, number <= pageCount, let document = poppler.pointer,
            let page = poppler_document_get_page(document, Int32(number - 1))
        else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(page)) }
        var size = (width: 0.0, height: 0.0)
        poppler_page_get_size(page, &size.width, &size.height)
        return size
    }

    /// Draws a page, by its 1-based number, on white paper and hands over the rows: one word `0xRRGGBB` for each pixel,
    /// `stride` bytes from row to row.
    ///
    /// Nil when there is no such page, no memory, or it would have more than `limit` pixels.
    public func draw<Result: ~Copyable>(
        page number: Int, resolution: Double, limit: Int,
        _ body: (_ rows: UnsafeRawBufferPointer, _ width: Int, _ height: Int, _ stride: Int) -> Result?
    ) -> Result? {
        guard number >= 1, number <= pageCount, let document = poppler.pointer,
            let page = poppler_document_get_page(document, Int32(number - 1))
        else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(page)) }
        var points = (width: 0.0, height: 0.0)
        poppler_page_get_size(page, &points.width, &points.height)
        let scale = resolution / 72
        let size = (width: (points.width * scale).rounded(.up), height: (points.height * scale).rounded(.up))
        guard size.width >= 1, size.height >= 1, size.width * size.height <= Double(limit),
            let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(size.width), Int32(size.height))
        else { return nil }
        defer { cairo_surface_destroy(surface) }
        guard let context = cairo_create(surface) else { return nil }
        cairo_set_source_rgb(context, 1, 1, 1)
        cairo_paint(context)
        cairo_scale(context, scale, scale)
        poppler_page_render(page, context)
        cairo_destroy(context)
        cairo_surface_flush(surface)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let data = cairo_image_surface_get_data(surface)
        else { return nil }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let rows = UnsafeRawBufferPointer(start: data, count: stride * Int(size.height))
        return body(rows, Int(size.width), Int(size.height), stride)
    }
}

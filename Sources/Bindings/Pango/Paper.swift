import CPango

/// Draws a PDF page by page, from top to bottom (cairo, Pango), and gives it to somebody who takes bytes in order.
///
/// A page is gone from memory once the next one begins; fonts are embedded as far as they are used. Sizes are points
/// from the top left corner. Not thread-safe.
public final class Paper {
    public let width: Double
    public let height: Double
    private let surface: OpaquePointer
    let canvas: OpaquePointer
    private let take: ([UInt8]) -> Void
    /// 1-based number of the page that is drawn on.
    public private(set) var page = 1

    /// Paper of a size.
    public init(
        width: Double, height: Double, title: String, created: String?, take: @escaping ([UInt8]) -> Void
    ) throws(PaperError) {
        self.width = width
        self.height = height
        self.take = take
        // Bytes come when the file is drawn on, and this object is there by then.
        let box = Box()
        let surface = cairo_pdf_surface_create_for_stream(
            { context, bytes, count in
                guard let context, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
                let box = Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
                box.paper?.take(Array(UnsafeBufferPointer(start: bytes, count: Int(count))))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(box).toOpaque(), width, height)
        guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let canvas = cairo_create(surface)
        else { throw PaperError(CAIRO_STATUS_NO_MEMORY) }
        self.surface = surface
        self.canvas = canvas
        self.box = box
        box.paper = self
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.drawable)
        if let created { cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created) }
    }

    /// Leads from the file to this object, which does not exist yet when the file is made.
    private final class Box {
        weak var paper: Paper?
    }

    private let box: Box

    deinit {
        box.paper = nil
        cairo_destroy(canvas)
        cairo_surface_destroy(surface)
    }

    /// Adds a bookmark to the present page.
    public func bookmark(_ title: String, at y: Double) {
        cairo_pdf_surface_add_outline(
            surface, 0, title.drawable, "page=\(page) pos=[0 \(Int(y))]", CAIRO_PDF_OUTLINE_FLAG_BOLD)
    }

    /// Ends the page and begins the next one.
    public func turn() throws(PaperError) {
        cairo_show_page(canvas)
        page += 1
        try check()
    }

    /// Draws a line.
    public func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), grey: Double = 0.6) {
        cairo_save(canvas)
        cairo_set_source_rgb(canvas, grey, grey, grey)
        cairo_set_line_width(canvas, 0.5)
        cairo_move_to(canvas, start.x, start.y)
        cairo_line_to(canvas, end.x, end.y)
        cairo_stroke(canvas)
        cairo_restore(canvas)
    }

    /// Ends the last page and the file.
    public func finish() throws(PaperError) {
        cairo_show_page(canvas)
        try check()
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        if status != CAIRO_STATUS_SUCCESS { throw PaperError(status) }
    }

    private func check() throws(PaperError) {
        let status = cairo_status(canvas)
        if status != CAIRO_STATUS_SUCCESS { throw PaperError(status) }
    }
}

import CPango

/// A stretch of text on paper.
public struct PaperSpan: Sendable {
    public var text: String
    public var isBold = false
    public var isItalic = false
    public var isCode = false
    public var isStruck = false

    public init(
        _ text: String, isBold: Bool = false, isItalic: Bool = false, isCode: Bool = false, isStruck: Bool = false
    ) {
        self.text = text
        self.isBold = isBold
        self.isItalic = isItalic
        self.isCode = isCode
        self.isStruck = isStruck
    }
}

/// A passage broken into lines of a width, to be drawn line by line.
public final class PaperText {
    private let layout: OpaquePointer
    private let paper: Paper
    /// Number of lines.
    public let lineCount: Int

    /// Breaks spans into lines; `size` is that of the letters in points. `hang` sets all lines but the first in.
    public init(
        _ spans: [PaperSpan], on paper: Paper, width: Double, size: Double, hang: Double = 0, grey: Double = 0
    ) {
        self.paper = paper
        self.grey = grey
        let layout: OpaquePointer = pango_cairo_create_layout(paper.canvas)
        self.layout = layout
        let font = pango_font_description_new()
        pango_font_description_set_family(font, "Sans")
        pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        pango_layout_set_indent(layout, Int32(-hang * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        var bytes: [UInt8] = []
        let attributes = pango_attr_list_new()
        for span in spans {
            let start = bytes.count
            bytes += span.text.drawable.utf8
            Self.add(span, from: start, to: bytes.count, to: attributes)
        }
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                pango_layout_set_text(layout, text.baseAddress, Int32(text.count))
            }
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        lineCount = Int(pango_layout_get_line_count(layout))
    }

    private let grey: Double

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// Height of all lines.
    public var height: Double {
        var height: Int32 = 0
        pango_layout_get_size(layout, nil, &height)
        return Double(height) / Double(PANGO_SCALE)
    }

    /// Draws everything with its top left corner at a place.
    public func draw(x: Double, y: Double) { forEachLine { top, _, draw in draw(x, y + top) } }

    /// Goes through the lines: the top of each within the passage, its height, and what draws it with its top left
    /// corner at a place.
    public func forEachLine<E: Error>(
        _ body: (_ top: Double, _ height: Double, _ draw: (_ x: Double, _ y: Double) -> Void) throws(E) -> Void
    ) throws(E) {
        let scale = Double(PANGO_SCALE)
        guard let lines = pango_layout_get_iter(layout) else { return }
        defer { pango_layout_iter_free(lines) }
        repeat {
            var extents = PangoRectangle()
            pango_layout_iter_get_line_extents(lines, nil, &extents)
            let baseline = Double(pango_layout_iter_get_baseline(lines)) / scale
            let top = Double(extents.y) / scale
            let left = Double(extents.x) / scale
            let line = pango_layout_iter_get_line_readonly(lines)
            try body(top, Double(extents.height) / scale) { x, y in
                cairo_set_source_rgb(paper.canvas, grey, grey, grey)
                cairo_move_to(paper.canvas, x + left, y + baseline - top)
                pango_cairo_show_layout_line(paper.canvas, line)
            }
        } while pango_layout_iter_next_line(lines) != 0
    }

    private static func add(_ span: PaperSpan, from start: Int, to end: Int, to list: OpaquePointer?) {
        func add(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
            attribute?.pointee.start_index = UInt32(start)
            attribute?.pointee.end_index = UInt32(end)
            pango_attr_list_insert(list, attribute)
        }
        if span.isBold { add(pango_attr_weight_new(PANGO_WEIGHT_BOLD)) }
        if span.isItalic { add(pango_attr_style_new(PANGO_STYLE_ITALIC)) }
        if span.isCode { add(pango_attr_family_new("Monospace")) }
        if span.isStruck { add(pango_attr_strikethrough_new(1)) }
    }
}

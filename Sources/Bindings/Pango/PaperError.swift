import CPango

/// Why a PDF could not be drawn.
public struct PaperError: Error, Sendable, CustomStringConvertible {
    /// The sentence of cairo.
    public let message: String
    public var description: String { "cairo: \(message)" }

    init(_ status: cairo_status_t) { message = String(cString: cairo_status_to_string(status)) }
}

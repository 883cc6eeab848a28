import Layout
import Model
import XML

/// What is taken from an SVG drawing while its elements go by.
struct SVGDrawing {
    private(set) var isDrawing = false
    private(set) var title: String?
    private(set) var author: String?
    private(set) var language: String?
    private(set) var texts: [StyledText] = []
    private(set) var links: [String] = []
    /// Points.
    private(set) var size: (width: Double, height: Double)?
    private(set) var isCut = false

    /// CSS: 96 pixels an inch.
    static let pointsPerPixel = 0.75
    private static let skipped: Set<String> = ["style", "script"]
    private static let describing: Set<String> = ["title", "desc"]
    /// Blocks of HTML within `foreignObject`.
    private static let paragraphs: Set<String> = ["p", "div", "li", "td", "th", "h1", "h2", "h3"]

    /// Reads to the end of the file.
    mutating func read(_ xml: inout XMLPart) throws(Failure) {
        while true {
            switch try xml.next() {
            case .start: try start(&xml)
            case .finished: return
            default: continue
            }
        }
    }

    private mutating func start(_ xml: inout XMLPart) throws(Failure) {
        let name = xml.element
        if name == "svg", !isDrawing {
            isDrawing = true
            language = xml["lang"]
            size = Self.size(width: xml["width"], height: xml["height"], box: xml["viewBox"])
        } else if Self.skipped.contains(name) {
            try xml.skip()
        } else if name == "a" {
            note(link: xml["href"])
        } else if name == "creator" {
            let text = Self.collapsed(try xml.text())
            if author == nil { author = text }
        } else if name == "title", xml.depth == 2 {
            let text = Self.collapsed(try xml.text())
            if title == nil { title = text }
        } else if Self.describing.contains(name) {
            // What stands in `metadata` describes the file.
            if xml.namespace.hasSuffix("svg"), let text = Self.collapsed(try xml.text()) { add(StyledText(text)) }
        } else if name == "text" || Self.paragraphs.contains(name) {
            add(try text(of: &xml))
        }
    }

    /// The text of an element and those in it; one that is moved to another line begins a line.
    private mutating func text(of xml: inout XMLPart) throws(Failure) -> StyledText {
        let level = xml.depth
        var text = StyledText()
        var open: [(level: Int, href: String)] = []
        while true {
            switch try xml.next() {
            case .start:
                let name = xml.element
                if Self.skipped.contains(name) {
                    try xml.skip()
                } else if Self.describing.contains(name) {
                    _ = try xml.text()
                } else if name == "a", let href = xml["href"] {
                    note(link: href)
                    open.append((xml.depth, href))
                } else if name == "br" || xml["y"] != nil || xml["dy"] != nil {
                    text.breakLine()
                } else if xml["x"] != nil {
                    text.separate()
                }
            case .text: text.appendCollapsed(xml.characters, link: open.last?.href)
            case .end:
                if xml.depth == level { return text.trimmed }
                if open.last?.level == xml.depth { open.removeLast() }
            case .finished: return text.trimmed
            case .entity: break
            }
        }
    }

    private mutating func add(_ text: StyledText) {
        guard !text.isEmpty else { return }
        guard texts.count < Limits.drawingTexts else {
            isCut = true
            return
        }
        texts.append(text)
    }

    private mutating func note(link: String?) {
        guard let link, !link.hasPrefix("#"), links.count < Limits.documentLinks, !links.contains(link) else { return }
        links.append(String(decoding: Array(link.utf8.prefix(Limits.documentNameBytes)), as: UTF8.self))
    }

    private static func collapsed(_ bytes: [UInt8]) -> String? {
        var text = StyledText()
        text.appendCollapsed(bytes[...], link: nil)
        let plain = text.trimmed.plain
        return plain.isEmpty ? nil : plain
    }

    // MARK: Size

    private static let units = [
        "px": 0.75, "": 0.75, "pt": 1.0, "pc": 12, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 72 / 101.6,
    ]

    /// Width and height, or where those are shares of a window, the box of coordinates as pixels.
    private static func size(width: String?, height: String?, box: String?) -> (width: Double, height: Double)? {
        let sides = (box ?? "").split { $0 == " " || $0 == "," }.compactMap { Double($0) }
        let shown = sides.count == 4 ? (sides[2] * pointsPerPixel, sides[3] * pointsPerPixel) : nil
        guard let width = points(width) ?? shown?.0, let height = points(height) ?? shown?.1,
            width > 0, height > 0, width <= Limits.pageSide, height <= Limits.pageSide
        else { return nil }
        return (width, height)
    }

    private static func points(_ length: String?) -> Double? {
        guard let length else { return nil }
        let number = length.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
        let unit = length.dropFirst(number.count).lowercased().filter { $0 != " " }
        guard let value = Double(number), value.isFinite, let scale = units[unit] else { return nil }
        return value * scale
    }
}

extension StyledText {
    /// Adds text with runs of blanks made one, and none at the start of a line.
    fileprivate mutating func appendCollapsed(_ text: ArraySlice<UInt8>, link: String?) {
        var piece: [UInt8] = []
        for byte in text {
            let isBlank = byte <= ASCII.space
            let before = piece.last ?? bytes.last ?? ASCII.lineFeed
            if !isBlank { piece.append(byte) } else if before > ASCII.space { piece.append(ASCII.space) }
        }
        append(piece, link: link)
    }

    fileprivate mutating func breakLine() {
        if let last = bytes.last, last != ASCII.lineFeed { append([ASCII.lineFeed]) }
    }

    fileprivate mutating func separate() {
        if let last = bytes.last, last > ASCII.space { append([ASCII.space]) }
    }
}

/// How much text of which size and weight there is in a document.
struct FontStatistics {
    /// Steps of a size a point has.
    private static let steps: Float = 4
    private var bytes = [Int](repeating: 0, count: 1024)
    private var total = 0
    private var boldBytes = 0
    private var italicBytes = 0
    private var codeBytes = 0

    /// Counts the text of a page.
    mutating func add(_ page: PageLines) {
        for line in page.lines where line.isText {
            bytes[min(bytes.count - 1, max(0, Int(line.size * Self.steps + 0.5)))] += line.bytes
            total += line.bytes
            boldBytes += line.boldBytes
            italicBytes += line.italicBytes
            codeBytes += line.codeBytes
        }
    }

    /// The size most text has; nil without text.
    var bodySize: Float? {
        guard total > 0 else { return nil }
        var best = 0
        var most = 0
        for index in bytes.indices.dropFirst().dropLast() {
            let count = bytes[index - 1] + 2 * bytes[index] + bytes[index + 1]
            if count > most {
                most = count
                best = index
            }
        }
        return Float(best) / Self.steps
    }

    /// Styles that most of the text has, which emphasise nothing.
    var bodyStyle: StyledText.Style {
        var style: StyledText.Style = []
        if boldBytes * 2 > total { style.insert(.bold) }
        if italicBytes * 2 > total { style.insert(.italic) }
        if codeBytes * 5 > total * 3 { style.insert(.code) }
        return style
    }
}

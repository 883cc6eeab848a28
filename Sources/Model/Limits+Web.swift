/// Bounds of web pages, data, books and mail.
extension Limits {
    /// Bytes of the name of a character set.
    public static let charsetNameBytes = 40
    /// Bytes that decide which character set a text has.
    public static let charsetSampleBytes = 64 << 10
    /// Bytes beyond ASCII from which a guess is trusted that nothing else confirms.
    public static let charsetCertainBytes = 12
    /// Bytes of a web page.
    public static let htmlBytes: Int64 = 32 << 20
    /// Levels of elements of a web page; deeper ones are read as neighbours of these.
    public static let htmlDepth = 200
    /// Elements, texts and attributes of a web page.
    public static let htmlNodes = 2_000_000
    /// The highest number of an entry of a list.
    public static let listNumber = 1_000_000_000
    /// Rows or columns one cell takes (HTML, section 4.9.11, allows 1000 columns).
    public static let cellSpan = 1000
    /// Bytes of a cell, on average, above which a table without headers is a layout.
    public static let dataCellBytes = 200
    /// Bytes of the name of a programming language.
    public static let languageNameBytes = 30
    /// Bytes of text that make a paragraph when the content of a page is looked for.
    public static let paragraphBytes = 30
    /// Bytes of paragraphs from which a page has a content and something around it.
    public static let proseBytes = 300
    /// Percent of all paragraphs that the content of a page holds.
    public static let proseShare = 85
    /// Bytes of the longest notice about cookies.
    public static let noticeBytes = 4000
    /// Scripts of JSON-LD read of a page.
    public static let linkedDataScripts = 20
    /// Bytes of such a script.
    public static let linkedDataBytes = 512 << 10
    /// Things such a script speaks of.
    public static let linkedDataThings = 100
    /// Bytes of a notebook.
    public static let notebookBytes: Int64 = 32 << 20
    /// Bytes of a news feed.
    public static let feedBytes: Int64 = 16 << 20
    /// Rows that decide what divides the fields of a table.
    public static let delimiterRows = 200
    /// Columns of a table whose types are found out.
    public static let typedColumns = 1000
    /// Bytes of a value that may be a number or a date.
    public static let typedValueBytes = 40
    /// Bytes of the name of a column.
    public static let headerBytes = 100
    /// Files of a book.
    public static let bookItems = 20_000
    /// Values of one kind that a book says of itself.
    public static let bookValues = 100
    /// Levels of parts of a message.
    public static let mailDepth = 50
    /// Parts of a message.
    public static let mailParts = 5000
    /// Bytes of one text of a message.
    public static let mailTextBytes = 16 << 20
    /// Bytes of one header of a message that are shown.
    public static let mailHeaderBytes = 16 << 10
    /// Bytes of one attachment that is looked at.
    public static let attachmentBytes = 64 << 20
    /// Lines of headers that tell mail from other text.
    public static let headerLines = 500
}

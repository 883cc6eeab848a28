extension Limits {
    /// Bytes from the start of a file that decide what it is.
    public static let detectionBytes = 256 << 10
    /// Bytes libmagic may read of a file.
    public static let magicBytes = 1 << 20
    /// Headers read from an archive to tell what it holds.
    public static let archiveEntries = 2000
    /// Bytes of one entry name of an archive.
    public static let archiveNameBytes = 4096
    /// Entries of an archive that is unpacked.
    public static let unpackedEntries = 100_000
    /// Bytes sent of an archive after which the deadline is one step longer.
    public static let unpackStepBytes: Int64 = 32 << 20
    /// Bytes read from an archive at once.
    public static let unpackReadBytes = 64 << 10
    /// Bytes read at once from a text file.
    public static let textReadBytes = 256 << 10
    /// Bytes of a page of text without a form feed; a longer text is divided at a line end.
    public static let textPageBytes = 1 << 20
    /// Columns of a table.
    public static let tableColumns = 16_384
    /// Rows of a table that make one page; a longer table goes on in the next page.
    public static let tableRows = 5000
    /// Bytes of delimited text that make one page.
    public static let tablePageBytes = 512 << 10
    /// Bytes of a JSON text that is checked for validity; reading it whole costs many times its size.
    public static let validatedJSONBytes = 4 << 20
    /// Levels of a JSON document; nothing that is meant to be read is nested deeper.
    public static let documentJSONDepth = 1000
    /// Bytes at the end of a PDF in which its end must be found.
    public static let pdfTailBytes = 64 << 10
    /// Passwords tried on one document.
    public static let passwords = 20
    /// Pages of one document.
    public static let documentPages = 100_000
    /// Points of the longest side of a page; PDF 32000-1 annex C allows 14,400 user units of up to 75,000 points.
    public static let pageSide = 1e7
    /// Levels of an outline.
    public static let outlineDepth = 32
    /// Entries of an outline.
    public static let outlineEntries = 20_000
    /// Links listed of one document.
    public static let documentLinks = 50_000
    /// Attachments listed of one document.
    public static let documentAttachments = 1000
    /// Form fields listed of one document.
    public static let formFields = 20_000
    /// Bytes of a title, name or address taken from a document.
    public static let documentNameBytes = 4096
    /// Bytes of the value of one form field.
    public static let formValueBytes = 64 << 10
}

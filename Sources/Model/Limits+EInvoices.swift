extension Limits {
    /// Rows of one array that are taken out of an e-invoice; what is left out is counted.
    public static let eInvoiceRows = 10_000
    /// Bytes of an XML file within a document, and of a document that is XML, that is looked at as an e-invoice.
    public static let eInvoiceBytes = 32 << 20
    /// XML files of one document that are looked at.
    public static let eInvoiceFiles = 10
    /// Elements of an e-invoice.
    public static let eInvoiceElements = 400_000
    /// Levels of its elements.
    public static let eInvoiceDepth = 64
    /// Attributes of one element.
    public static let eInvoiceAttributes = 64
    /// Bytes of one of its texts; attached files in it may be longer and are left out.
    public static let eInvoiceTextBytes = 64 << 10
}

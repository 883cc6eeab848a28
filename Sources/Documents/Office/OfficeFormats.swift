/// The office formats that are read, by media type.
enum OfficeFormats {
    /// The reader of a type; nil for types that are not office documents.
    static func reader(of mimeType: String) -> (any DocumentReader)? {
        switch mimeType {
        case "application/vnd.openxmlformats-officedocument.wordprocessingml.document": WordReader()
        case "application/vnd.openxmlformats-officedocument.presentationml.presentation": SlidesReader()
        case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": SheetsReader()
        case "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text-template":
            OpenTextReader()
        case "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet-template":
            OpenSheetsReader()
        case "application/vnd.oasis.opendocument.presentation",
            "application/vnd.oasis.opendocument.presentation-template":
            OpenSlidesReader()
        case "application/rtf": RichTextReader()
        case "application/encrypted": EncryptedOfficeReader()
        case "application/vnd.ms-outlook": OutlookReader()
        case "application/vnd.ms-excel": BinarySheetsReader()
        case "application/msword": BinaryWordReader()
        case "application/vnd.ms-powerpoint": BinarySlidesReader()
        default: nil
        }
    }
}

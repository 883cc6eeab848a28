/// Web pages, feeds, notebooks, books and mail, by media type.
enum WebFormats {
    /// The reader of a type; nil for types that are none of these.
    static func reader(of mimeType: String) -> (any DocumentReader)? {
        switch mimeType {
        case MediaTypes.mail, MediaTypes.mailArchive: MailReader(mimeType: mimeType)
        case MediaTypes.winmail: WinmailReader()
        case MediaTypes.webArchive: WebArchiveReader()
        case MediaTypes.epub: BookReader()
        case MediaTypes.notebook: NotebookReader()
        case MediaTypes.rss, MediaTypes.atom: FeedReader(mimeType: mimeType)
        case MediaTypes.html, MediaTypes.xhtml: HTMLReader()
        default: nil
        }
    }
}

extension Limits {
    /// Pages the layout holds back, to see what runs from page to page.
    public static let layoutWindow = 16
    /// Columns within columns.
    public static let columnDepth = 8
    /// Gutters tried in vain in one region.
    public static let refusedGutters = 8
    /// Boxes looked into on one page.
    public static let layoutBoxes = 64
    /// Bytes of a heading.
    public static let headingBytes = 240
    /// Styles of headings told apart in a document.
    public static let headingStyles = 64
    /// Texts of running headers and footers kept.
    public static let runningTexts = 512
    /// Words with a hyphen kept, to tell theirs from those of line ends.
    public static let hyphenWords = 4096
}

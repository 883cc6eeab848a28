import TestSupport

/// Documents of the end-to-end tests, all made by code.
enum Samples {
    /// A PDF with one line of text per page.
    static func pdf(_ pages: String...) -> [UInt8] {
        PDFFixture(pages: pages.map { [$0] }).bytes()
    }

    /// A PDF that needs a password.
    static func encryptedPDF() throws -> [UInt8] {
        try PDFFixture(pages: [["Nobody reads this"]]).encrypted(userPassword: "secret")
    }

    /// A PNG of one pixel: a file of a kind that is not read.
    static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
        6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 13, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0x64, 0x60, 0xF8,
        0x5F, 0x0F, 0, 2, 0x87, 1, 0x80, 0xEB, 0x47, 0xBA, 0x92, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60,
        0x82,
    ]

    /// Two good documents.
    static let letters: FileTree = [
        "letter.pdf": .file(pdf("Dear miller", "Yours sincerely")),
        "notes/note.txt": "The sluice is open.\n",
    ]
}

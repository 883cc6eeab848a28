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

    /// The head of a Photoshop file: a kind that is not read.
    static let photoshop =
        Array("8BPS".utf8) + [0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0]

    /// Two good documents.
    static let letters: FileTree = [
        "letter.pdf": .file(pdf("Dear miller", "Yours sincerely")),
        "notes/note.txt": "The sluice is open.\n",
    ]
}

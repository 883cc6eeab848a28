import Foundation
import Model
import TestSupport

/// Documents of the end-to-end tests, all made by code.
enum Samples {
    /// A PDF with one line of text per page.
    static func pdf(_ pages: String...) -> [UInt8] {
        var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
        let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        for (number, text) in pages.enumerated() {
            let content = "BT /F1 14 Tf 72 720 Td (\(text)) Tj ET"
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                    + "/Resources << /Font << /F1 3 0 R >> >> /Contents \(5 + 2 * number) 0 R >>")
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        var document = "%PDF-1.4\n"
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (number, object) in objects.enumerated() {
            let offset = String(document.utf8.count)
            table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
            document += "\(number + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = document.utf8.count
        document += table + "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(document.utf8)
    }

    /// A PDF that needs a password.
    static func encryptedPDF() throws -> [UInt8] {
        try withTemporaryDirectory { directory in
            try Data(pdf("Nobody reads this")).write(to: URL(fileURLWithPath: "\(directory)/plain.pdf"))
            try AgentProcess.execute(
                "/usr/bin/qpdf",
                ["--encrypt", "secret", "owner", "256", "--", "\(directory)/plain.pdf", "\(directory)/locked.pdf"])
            return Array(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/locked.pdf")))
        }
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

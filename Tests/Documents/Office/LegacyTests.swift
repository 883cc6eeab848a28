import Model
import Testing

@testable import Documents

/// What documents in compound files become.
@Suite struct LegacyTests {
    @Test func messagesShowPeopleAndText() throws {
        let document = try process(
            CompoundFixture.message(body: "Hello,\r\n\r\nthis is it.\r\n"), name: "a.msg",
            mimeType: "application/vnd.ms-outlook")
        #expect(
            document.markdown
                == "# Subject line\n\n**From:** Ada Sender &lt;ada@example.org&gt;\n**To:** Bob &lt;bob@example.org&gt;\n"
                + "**Date:** 2024-12-22T08:23:00.000Z\n\nHello,\n\nthis is it.\n\n## Attachments\n\n- plan.pdf (3 bytes)\n"
        )
        #expect(try document.json["attachments"]?.array?.first?["name"]?.string == "plan.pdf")
        #expect(try document.json["metadata"]?["created_at"]?.string == "2024-12-22T08:23:00.000Z")
    }

    @Test func cellsOfExcel97AreShown() throws {
        let document = try process(CompoundFixture.workbook(), name: "a.xls", mimeType: "application/vnd.ms-excel")
        #expect(document.text == "S\n\nabcdé€\t2023-03-15\n2.5\ttext\n")
    }

    @Test func textOfWord97IsPutTogether() throws {
        let document = try process(CompoundFixture.word(), name: "a.doc", mimeType: "application/msword")
        #expect(document.text == "First shown\n\nŽluť\n")
    }

    @Test func encryptedDocumentsAskForTheirPassword() throws {
        let book = try process(
            CompoundFixture.workbook(isEncrypted: true), name: "a.xls", mimeType: "application/vnd.ms-excel")
        #expect(book.report.failure?.code == .encryptedDocument)
        var package = CompoundFixture()
        package.add("EncryptionInfo", [4, 0, 4, 0])
        package.add("EncryptedPackage", [UInt8](repeating: 7, count: 100))
        let wrapped = try process(package.bytes(), name: "a.docx", mimeType: "application/encrypted")
        #expect(wrapped.report.failure?.code == .encryptedDocument)
    }

    @Test func compressedRTFIsExpanded() {
        // The example of [MS-OXRTFCP] 3.1.
        let bytes: [UInt8] = [
            0x2D, 0x00, 0x00, 0x00, 0x2B, 0x00, 0x00, 0x00, 0x4C, 0x5A, 0x46, 0x75, 0xF1, 0xC5, 0xC7, 0xA7, 0x03, 0x00,
            0x0A, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0A, 0xF3, 0x20, 0x68, 0x65, 0x6C, 0x09,
            0x00, 0x20, 0x62, 0x77, 0x05, 0xB0, 0x6C, 0x64, 0x7D, 0x0A, 0x80, 0x0F, 0xA0,
        ]
        #expect(
            String(decoding: CompressedRichText.expand(bytes), as: UTF8.self)
                == "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n")
    }
}

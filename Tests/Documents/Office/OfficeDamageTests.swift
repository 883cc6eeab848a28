import Model
import Testing

@testable import Documents

/// Office documents that were cut off, changed or made to do harm.
@Suite struct OfficeDamageTests {
    private static let documents: [(name: String, type: String?, bytes: [UInt8])] = [
        (
            "a.docx", nil,
            OfficeFixture.word(OfficeFixture.paragraph("text") + "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>")
        ),
        ("a.pptx", nil, OfficeFixture.slides([OfficeFixture.shape("Title", "type='title'")], notes: [0: "x"])),
        ("a.xlsx", nil, OfficeFixture.workbook([("S", "<sheetData><row><c><v>1</v></c></row></sheetData>")])),
        ("a.odt", nil, OfficeFixture.openDocument("text", "<office:text><text:p>a</text:p></office:text>")),
        (
            "a.ods", nil,
            OfficeFixture.openDocument("spreadsheet", "<office:spreadsheet><table:table/></office:spreadsheet>")
        ),
        (
            "a.odp", nil,
            OfficeFixture.openDocument("presentation", "<office:presentation><draw:page/></office:presentation>")
        ),
        (
            "a.rtf", nil,
            Array(
                #"{\rtf1\ansi{\fonttbl{\f0 A;}}\trowd\cellx9\intbl a\cell\row\pard\u8364?\'e4{\footnote n}\par}"#.utf8)
        ),
        ("a.msg", "application/vnd.ms-outlook", CompoundFixture.message(body: "text")),
        ("a.xls", "application/vnd.ms-excel", CompoundFixture.workbook()),
        ("a.doc", "application/msword", CompoundFixture.word()),
        ("a.ppt", "application/vnd.ms-powerpoint", CompoundFixture.word()),
    ]

    /// The end is a result or a failure that says what is wrong, never a fault of our own.
    private func check(_ bytes: [UInt8], _ name: String, _ type: String?) throws {
        let document = try process(bytes, name: name, mimeType: type)
        if let failure = document.report.failure {
            #expect(failure.code != .processingError && !failure.message.isEmpty)
        } else {
            _ = try document.json
        }
    }

    @Test(arguments: documents.indices)
    func everyBeginningEndsInOrder(_ index: Int) throws {
        let document = Self.documents[index]
        for cut in 0..<40 {
            let count = document.bytes.count * cut / 40
            try check(Array(document.bytes.prefix(count)), document.name, document.type)
        }
    }

    @Test(arguments: documents.indices)
    func changedBytesEndInOrder(_ index: Int) throws {
        let document = Self.documents[index]
        var random = UInt64(index) + 88_172_645_463_325_252
        func next(_ bound: Int) -> Int {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return Int(random % UInt64(bound))
        }
        for _ in 0..<200 {
            var bytes = document.bytes
            for _ in 0..<(1 + next(4)) { bytes[next(bytes.count)] = UInt8(next(256)) }
            try check(bytes, document.name, document.type)
        }
    }

    @Test func entitiesAreRefused() throws {
        let bomb =
            "<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><w:document xmlns:w='w'><w:body>&b;</w:body></w:document>"
        let document = try process(
            ZipFixture([
                ("[Content_Types].xml", "<Types/>"),
                ("_rels/.rels", OfficeFixture.relationships([("r", "officeDocument", "word/document.xml")])),
                ("word/document.xml", bomb),
            ]).bytes(), name: "a.docx")
        #expect(document.report.failure?.code == .invalidMedia)
    }

    @Test func tablesInTablesHaveAnEnd() throws {
        let depth = 300
        let open = String(repeating: "<w:tbl><w:tr><w:tc>", count: depth)
        let close = String(repeating: "</w:tc></w:tr></w:tbl>", count: depth)
        let document = try process(OfficeFixture.word(open + OfficeFixture.paragraph("x") + close), name: "a.docx")
        #expect(document.report.failure?.code == .invalidMedia)
    }
}

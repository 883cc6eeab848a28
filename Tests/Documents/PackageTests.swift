import Glibc
import Model
import TestSupport
import Testing

@testable import Documents

@Suite struct PackageTests {
    private func withPackage<Result>(
        _ bytes: [UInt8], _ body: (Package) throws -> Result
    ) throws -> Result {
        try withTemporaryDirectory { directory in
            let descriptor = open(directory + "/file", O_RDWR | O_CREAT, 0o600)
            defer { close(descriptor) }
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            try #require(count == bytes.count)
            return try body(try Package(DocumentSource(descriptor: descriptor, name: "a.docx")))
        }
    }

    private let archive = ZipFixture([
        ("[Content_Types].xml", "<a/>"), ("word/Document.xml", "<b>text</b>"), ("word\\other.xml", "<c/>"),
    ]).bytes()

    @Test func partsAreFoundWhateverTheirCaseAndSlash() throws {
        try withPackage(archive) { package in
            let first = try package.bytes(of: "/word/document.xml")
            #expect(first == Array("<b>text</b>".utf8))
            try package.load { $0.hasPrefix("word/") }
            let second = try package.bytes(of: "word/document.xml")
            let other = try package.bytes(of: "word/other.xml")
            let none = try package.bytes(of: "word/none.xml")
            #expect(second == first && other == Array("<c/>".utf8) && none == nil)
        }
    }

    @Test func severalPartsAreReadAtOnce() throws {
        try withPackage(archive) { package in
            let one = try #require(try package.stream("word/document.xml"))
            let two = try #require(try package.stream("[content_types].xml"))
            let first = try one.read()
            let second = try two.read()
            #expect(first == Array("<b>text</b>".utf8) && second == Array("<a/>".utf8))
            let rest = try one.read()
            #expect(rest.isEmpty)
        }
    }

    @Test func whatIsNoArchiveIsDamaged() throws {
        for bytes in [Array("PK\u{3}\u{4}".utf8), Array(archive.prefix(60))] {
            #expect { try withPackage(bytes) { $0.names } } throws: { ($0 as? Failure)?.code == .corruptDocument }
        }
    }
}

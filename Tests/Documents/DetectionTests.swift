import Model
import TestSupport
import Testing
import WorkerProtocol

@Suite struct DetectionTests {
    @Test(arguments: [
        ("a.json", "{\"a\": 1}", "application/json"), ("a.txt", "{\"a\": 1}\n{\"a\": 2}\n", "application/x-ndjson"),
        ("a.md", "plain words", "text/markdown"), ("noname", "# Title\n\n- item\n- item\n", "text/markdown"),
        ("noname", "a\tb\n1\t2\n3\t4\n", "text/tab-separated-values"), ("a.yaml", "a: 1\n", "application/yaml"),
        ("a.svg", "<?xml version=\"1.0\"?><!-- x --><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"),
        ("a.xml", "<?xml version=\"1.0\"?><list/>", "application/xml"),
        ("a.txt", "<!DOCTYPE html><html><body>x</body></html>", "text/html"),
        ("a.html", "<div>part of a page</div>", "text/html"),
        ("Makefile", "all:\n\techo\n", "text/x-makefile"),
        ("a.ipynb", "{\"cells\":[],\"nbformat\":4}", "application/x-ipynb+json"),
    ])
    func textIsToldApartByItsShape(name: String, text: String, type: String) throws {
        #expect(try process(text, name: name, kind: .detect).report.mimeType == type)
    }

    @Test func aPDFCalledTextIsAPDF() throws {
        let result = try process(PDFFixture(pages: [["Hello"]]).bytes(), name: "letter.txt")
        #expect(result.report.mimeType == "application/pdf")
        #expect(result.report.extensionMismatch == "text/plain")
        #expect(result.text.contains("Hello"))
        #expect(try result.json["source"]?["extension_mismatch"]?.string == "text/plain")
    }

    @Test func containersAreToldApartByTheirNames() throws {
        let document = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        let text = "application/vnd.oasis.opendocument.text"
        for (entries, type) in [
            ([("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>")], document),
            ([("word/document.xml", "<x/>"), ("[Content_Types].xml", "<x/>")], document),
            ([("mimetype", text), ("content.xml", "<x/>")], text),
            ([("mimetype", "application/epub+zip"), ("a", "b")], "application/epub+zip"),
            ([("word/list.txt", "a")], "application/zip"),
        ] {
            let archive = ZipFixture(entries).bytes()
            #expect(try process(archive, name: "noname", kind: .detect).report.mimeType == type)
            for length in stride(from: 4, to: archive.count, by: 41) {
                _ = try process(Array(archive.prefix(length)), name: "noname", kind: .detect)
            }
        }
    }

    @Test func whatCannotBeReadIsNamedWithAnAdvice() throws {
        let image = Array("8BPS".utf8) + [0, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 8, 0, 3]
        let failure = try process(image + [UInt8](repeating: 0, count: 20), name: "photo.psd").report.failure
        #expect(failure?.code == .unsupportedMedia)
        #expect(failure?.stage == .detect)
        #expect(failure?.message == "photo.psd is image/vnd.adobe.photoshop, which this version cannot read")
        #expect(failure?.details["mime_type"]?.string == "image/vnd.adobe.photoshop")
        #expect(failure?.resolution.contains("PDF") == true)
    }

    @Test func librariesHaveVersions() {
        for library in librariesOfDocuments() { #expect(!library.version.isEmpty) }
    }
}

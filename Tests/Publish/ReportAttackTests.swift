import Foundation
import Glibc
import Model
import TestSupport
import Testing

@testable import Publish

/// Names, texts and values of strangers in report.html and index.html, as a browser shows them.
@Suite struct ReportAttackTests {
    private static let markup = "</script><script>window.pwned=1</script><img src=x onerror=window.pwned=1>"
    private static let link = "javascript:window.pwned=1"
    private static let wild = "\u{1B}[31mred\u{202E}\u{2028}\u{2066}\"'`${window.pwned=1}\\u003c<!--"

    /// Opens every file, and says what the page is then.
    private static let look: JSONValue = [
        "run": """
        (() => {
          for (let at = 0; document.querySelectorAll(".name")[at]; at += 1) {
            const name = document.querySelectorAll(".name")[at];
            if (name.getAttribute("aria-expanded") === "false") name.click();
          }
          const places = [...document.querySelectorAll("a")].map((a) => a.getAttribute("href"));
          return {
            pwned: window.pwned === undefined ? null : String(window.pwned),
            rows: document.querySelectorAll("tr.row").length, open: document.querySelectorAll("tr.detail").length,
            scripts: document.scripts.length, images: document.images.length,
            strange: document.querySelectorAll("iframe,object,embed,form,base,link:not([rel=icon])").length,
            places, title: document.title, text: document.body.innerText,
            markup: [...document.querySelectorAll("*")].some((each) =>
              [...each.attributes].some((attribute) => attribute.name.startsWith("on"))),
          };
        })()
        """
    ]

    private func publish(_ bench: ReportBench) throws {
        let names: [BytePath] = [
            BytePath("<img src=x onerror=window.pwned=1>.txt"), BytePath(Self.link + ".pdf"),
            BytePath("<" + "/script><script>window.pwned=1<" + "/script>.txt"), BytePath("\u{1B}[31m\u{202E}fdp.exe"),
            BytePath(bytes: Array("100%? #1&\n".utf8) + [0xFF, 0xFE] + Array(";=+.txt".utf8)),
            BytePath("..%2F..%2Fetc"), BytePath("\" onmouseover=\"window.pwned=1"),
        ]
        let place: JSONObject = [
            "value": .string(Self.markup), "method": .string(Self.markup), "confidence": .string(Self.markup),
            "page": 1, "bbox": [["x": 1, "y": 1, "w": .string(Self.markup), "h": 9]],
            "matching_text": .string(Self.markup + Self.wild), "page_width": 100, "page_height": 100,
        ]
        let rule: JSONValue = ["value": .string(Self.wild), "method": "rule", "confidence": .null]
        let prototype: JSONValue = ["value": .string(Self.link), "method": "constructor", "confidence": 1]
        let fields: JSONObject = [
            "/\(Self.markup)": .object(place), "/rows/0/\(Self.link)": rule, "/__proto__/0/polluted": prototype,
        ]
        let missing: JSONValue = ["pointer": .string("/" + Self.markup), "message": .string(Self.markup)]
        let meta = JSONWriter.bytes(of: ["fields": .object(fields), "unresolved": .array([missing])])
        let text = """
            # \(Self.markup)

            [x](\(Self.link)) \(Self.wild)

            | \(Self.markup) | b |
            | --- | --- |
            | <b>1</b> | ![x](https://example.com/x.png) |

            <table><tr><th colspan="2">\(Self.markup)</th><td onclick="window.pwned=1">x</td></tr></table>

            """
        for (index, name) in names.enumerated() {
            var outcome = ItemOutcome(
                state: index == 1 ? .failed : .succeeded, mimeType: Self.markup, mediaType: .document,
                title: Self.markup + Self.wild, warnings: [Self.markup, Self.link], pageCount: 1)
            outcome.tags = [Self.markup, Self.link, Self.wild]
            if index == 1 {
                outcome.failure = Failure(
                    .corruptDocument, Self.markup + Self.wild, stage: .parse, resolution: Self.markup + Self.link)
            }
            let outputs = [("extract.meta.json", meta), ("document.md", Array(text.utf8))]
            try bench.add(name, outcome, index == 1 ? [] : outputs)
        }
        try bench.publish()
    }

    @Test func nothingOfADocumentRunsInTheReport() throws {
        try withTemporaryDirectory { root in
            let bench = try ReportBench(root)
            try publish(bench)
            let page = try browse(bench.path(), [Self.look])
            let found = try #require(page.results.first)
            #expect(found["pwned"] == .null)
            #expect(found["rows"] == 7)
            #expect(found["open"] == 7)
            #expect(found["scripts"] == 2)
            #expect(found["images"] == 0)
            #expect(found["strange"] == 0)
            #expect(found["markup"] == false)
            #expect(page.console == [])
            #expect(page.requests == [URL(filePath: bench.path()).absoluteString])
            let text = try #require(found["text"]?.string)
            #expect(text.contains("<img src=x onerror=window.pwned=1>.txt"))
            #expect(text.contains("\\u{1b}[31m\\u{202e}fdp.exe"))
            #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{202E}", "\u{2066}"].contains($0) })
        }
    }

    @Test func everyLinkIsTheRelativePathOfAFile() throws {
        try withTemporaryDirectory { root in
            let bench = try ReportBench(root)
            try publish(bench)
            let places = try browse(bench.path(), [Self.look]).results.first?["places"]?.array?.compactMap(\.string)
            let links = try #require(places).filter { $0 != "#main" }
            // Four at the end of the page, two outputs of six files.
            #expect(links.count == 16)
            for link in links {
                #expect(link.hasPrefix("./"))
                let bytes = link.dropFirst(2).utf8.reduce(into: Decoding()) { $0.add($1) }.bytes
                let directory = (bench.path() as NSString).deletingLastPathComponent
                var path: [UInt8] = Array(directory.utf8)
                path.append(UInt8(ascii: "/"))
                path.append(contentsOf: bytes)
                path.append(0)
                let isThere = path.withUnsafeBufferPointer { buffer in
                    buffer.withMemoryRebound(to: CChar.self) { name in
                        name.baseAddress.map { access($0, R_OK) == 0 } ?? false
                    }
                }
                #expect(isThere, "\(link)")
            }
        }
    }

    @Test func nothingOfANameRunsInTheIndex() throws {
        try withTemporaryDirectory { root in
            let name = "\"><img src=x onerror=window.pwned=1>#?%\u{1B}"
            let bench = try ReportBench(root, name: name)
            try bench.add(BytePath("a.txt"), ItemOutcome(state: .succeeded, mediaType: .document))
            try bench.publish()
            let title: JSONValue = ["run": "document.querySelector('h1').innerText"]
            let page = try browse(root + "/outbox/index.html", [Self.look, ["follow": "a.name"], title])
            #expect(page.console == [])
            #expect(page.results[0]["pwned"] == .null)
            #expect(page.results[0]["rows"] == 1)
            #expect(page.results[0]["images"] == 0)
            // The link leads to the report of the batch.
            #expect(page.results[2].string == printable(name))
        }
    }

    @Test func whatCouldEndTheDataIsEscaped() {
        let json = JSONWriter.bytes(of: ["</script><!--&\u{2028}\u{2029}\u{2027}\u{202A}"])
        let block = String(decoding: Page.block(json), as: UTF8.self)
        #expect(
            block == #"["\u003c/script\u003e\u003c!--\u0026\u2028\u2029"# + "\u{2027}\u{202A}\"]")
    }

    @Test func addressesKeepEveryByteOfAName() {
        let path = BytePath(bytes: Array("a b/c?d#e%f:g\"<\n\\".utf8) + [0xFF])
        #expect(PageLink.of(path) == "a%20b/c%3Fd%23e%25f%3Ag%22%3C%0A%5C%FF")
    }

    @Test func whatPeopleLaidDownInsteadOfAnOutputIsNotRead() throws {
        try withTemporaryDirectory { root in
            let bench = try Bench(root)
            let place = try bench.folder.outbox(of: bench.reserve())
            try Data("secret".utf8).write(to: URL(filePath: root + "/secret"))
            try place.makeDirectories(BytePath("files/a"))
            let directory = root + "/outbox/March/files/a/"
            try FileManager.default.createSymbolicLink(
                atPath: directory + "document.md", withDestinationPath: root + "/secret")
            try FileManager.default.linkItem(atPath: root + "/secret", toPath: directory + "document.txt")
            for name in ["document.md", "document.txt"] {
                let details = ReportDetails(of: [name], in: place, at: BytePath("files/a"), limit: 1000)
                var writer = JSONWriter()
                details?.write(to: &writer)
                #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("secret"))
            }
        }
    }

    /// Undoes percent-encoding (RFC 3986 section 2.1).
    private struct Decoding {
        var bytes: [UInt8] = []
        private var digits: [UInt8]?

        mutating func add(_ byte: UInt8) {
            guard let open = digits else {
                if byte == UInt8(ascii: "%") { digits = [] } else { bytes.append(byte) }
                return
            }
            digits = open + [byte]
            guard open.count == 1, let value = UInt8(String(decoding: open + [byte], as: UTF8.self), radix: 16)
            else { return }
            bytes.append(value)
            digits = nil
        }
    }
}

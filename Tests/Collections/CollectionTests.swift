import Foundation
import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Collections

/// Documents go in, pages are found; files are whole, replaced and removed.
struct CollectionTests {
    static func document(_ item: String, batch: String = "bat-1") -> IndexedDocument {
        IndexedDocument(
            item: item, batch: batch, batchName: "batch", outbox: "batch", index: 0, path: item + ".pdf",
            output: "files/" + item + ".pdf")
    }

    private static let time = Timestamp(milliseconds: 1_700_000_000_000)

    static func put(_ pages: [String], as item: String, batch: String = "bat-1", in writer: CollectionWriter) throws {
        try writer.replace(document(item, batch: batch), at: time) { take in
            for (place, text) in pages.enumerated() {
                let prepared = SearchText.prepared(text)
                let half = prepared.utf8.count / 2
                try take(
                    .page(
                        PagePassage(
                            page: place + 1, width: 595, height: 842, text: prepared,
                            boxes: [
                                PassageBox(start: 0, end: half, x: 50, y: 60, width: 200, height: 20),
                                PassageBox(
                                    start: half, end: prepared.utf8.count, x: 50, y: 90, width: 200, height: 20),
                            ])))
            }
        }
    }

    private func with(
        _ name: String = "default", _ body: (CollectionShelf, CollectionName, CollectionWriter) throws -> Void
    ) throws {
        try withTemporaryDirectory { path in
            let shelf = CollectionShelf(stateDirectory: path)
            let name = try #require(CollectionName(name))
            let writer = try CollectionWriter(name, in: "test", of: shelf)
            defer { writer.close() }
            try body(shelf, name, writer)
        }
    }

    private func found(_ typed: String, _ name: CollectionName, _ shelf: CollectionShelf) throws -> [SearchHit] {
        try CollectionReader(name, in: "test", of: shelf).search(SearchQuery(typed), limit: 10)
    }

    @Test func pagesAreFoundWithSnippetHighlightAndBox() throws {
        try with { shelf, name, writer in
            let pages = ["first page about nothing", "the long way home: an Überweisung to Zürich"]
            try Self.put(pages, as: "a", in: writer)
            let hits = try found("uberweisung", name, shelf)
            let hit = try #require(hits.first)
            #expect(hits.count == 1)
            #expect(hit.page == 2)
            #expect(hit.document.path == "a.pdf")
            #expect(hit.pageWidth == 595)
            #expect(hit.box?.y == 90)
            let range = try #require(hit.snippet.highlights.first)
            let scalars = Array(hit.snippet.text.unicodeScalars)
            #expect(String(String.UnicodeScalarView(scalars[range])) == "Überweisung")
        }
    }

    @Test(
        arguments: [
            ("delivery note", ["both"]), ("\"delivery note\"", ["both"]), ("deliver*", ["both", "one"]),
            ("delivery -rotterdam", ["one"]), ("京都", ["kyoto"]), ("都", ["kyoto"]), ("京 庁", []),
            ("กรุง", ["thai"]), ("서울", ["korean"]),
        ])
    func wordsPhrasesBeginningsAndScriptsWithoutBlanks(typed: String, items: [String]) throws {
        try with { shelf, name, writer in
            try Self.put(["a delivery note from Rotterdam"], as: "both", in: writer)
            try Self.put(["a delivery to nobody in particular, as ever"], as: "one", in: writer)
            try Self.put(["これは京都の請求書です"], as: "kyoto", in: writer)
            try Self.put(["กรุงเทพมหานคร"], as: "thai", in: writer)
            try Self.put(["서울에서 보낸 청구서"], as: "korean", in: writer)
            let hits = try found(typed, name, shelf)
            // Pages with only some of the words come after those with all.
            #expect(Array(hits.map(\.document.item).prefix(items.count)).sorted() == items.sorted())
            if items.isEmpty { #expect(hits.allSatisfy { $0.document.item != "nobody" }) }
        }
    }

    @Test func nothingThatIsTypedBreaksTheQuery() throws {
        try with { shelf, name, writer in
            try Self.put(["some text"], as: "a", in: writer)
            let reader = try CollectionReader(name, in: "test", of: shelf)
            var generator = SystemRandomNumberGenerator()
            let pieces = Array("\"'*-^:(){}[]+&|!\\ \u{0}\u{1}\u{200B}aäx京NEAR AND OR NOT text;--%_")
            for _ in 0..<400 {
                let length = Int.random(in: 0...24, using: &generator)
                let typed = String((0..<length).compactMap { _ in pieces.randomElement(using: &generator) })
                _ = try reader.search(SearchQuery(typed), limit: 5)
            }
        }
    }

    @Test func aDocumentIsReplacedAndABatchTakenOut() throws {
        try with { shelf, name, writer in
            try Self.put(["old words"], as: "a", in: writer)
            try Self.put(["other words"], as: "b", batch: "bat-2", in: writer)
            try Self.put(["new words"], as: "a", in: writer)
            #expect(try found("old", name, shelf).isEmpty)
            #expect(try found("words", name, shelf).count == 2)
            #expect(try writer.remove(batch: "bat-1") == 1)
            #expect(try found("words", name, shelf).map(\.document.item) == ["b"])
            let summary = try CollectionReader(name, in: "test", of: shelf).summary()
            #expect(summary.documents == 1)
            #expect(summary.pages == 1)
        }
    }

    @Test func aDocumentThatFailsHalfwayChangesNothing() throws {
        struct Broken: Error {}
        try with { shelf, name, writer in
            try Self.put(["old words"], as: "a", in: writer)
            #expect(throws: Broken.self) {
                try writer.replace(Self.document("a"), at: Self.time) { take in
                    try take(.page(PagePassage(page: 1, text: "new words")))
                    throw Broken()
                }
            }
            #expect(try found("old", name, shelf).count == 1)
            #expect(try found("new", name, shelf).isEmpty)
        }
    }

    @Test func theSameResultIsKnown() throws {
        try with { _, _, writer in
            var document = Self.document("a")
            document.version = "1"
            #expect(try !writer.holds(document))
            try writer.replace(document, at: Self.time) { _ in }
            #expect(try writer.holds(document))
            document.version = "2"
            #expect(try !writer.holds(document))
            document.version = nil
            #expect(try !writer.holds(document))
        }
    }

    @Test func aCollectionIsOneFileThatCanBeCarriedAway() throws {
        try withTemporaryDirectory { path in
            let shelf = CollectionShelf(stateDirectory: path)
            let name = try #require(CollectionName("department/project/type"))
            let writer = try CollectionWriter(name, in: "test", of: shelf)
            try Self.put(["words to go"], as: "a", in: writer)
            writer.close()
            let directory = path + "/collections/test/department/project"
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["type.sqlite"])
            let mode = try FileManager.default.attributesOfItem(atPath: directory)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            try FileManager.default.copyItem(atPath: directory + "/type.sqlite", toPath: path + "/copy.sqlite")
            let copy = try CollectionReader(path: path + "/copy.sqlite")
            #expect(try copy.search(SearchQuery("words"), limit: 1).count == 1)
            #expect(shelf.names(in: "test") == [name])
            #expect(try shelf.remove(name, in: "test"))
            #expect(shelf.names(in: "test").isEmpty)
            #expect(!FileManager.default.fileExists(atPath: path + "/collections/test/department"))
            #expect(try !shelf.remove(name, in: "test"))
        }
    }

    @Test func searchesGoOnWhileSomebodyWrites() throws {
        try with { shelf, name, writer in
            try Self.put(["words before"], as: "a", in: writer)
            let reader = try CollectionReader(name, in: "test", of: shelf)
            try writer.replace(Self.document("b"), at: Self.time) { take in
                try take(.page(PagePassage(page: 1, text: "words within")))
                let hits = try reader.search(SearchQuery("words"), limit: 5)
                #expect(hits.count == 1)
            }
            #expect(try reader.search(SearchQuery("words"), limit: 5).count == 2)
        }
    }

    @Test func aFileThatIsNoCollectionIsRefused() throws {
        try withTemporaryDirectory { path in
            let shelf = CollectionShelf(stateDirectory: path)
            let name = CollectionName.standard
            try CollectionWriter(name, in: "test", of: shelf).close()
            try Data("no database at all, but long enough to look at".utf8)
                .write(to: URL(fileURLWithPath: shelf.path(of: name, in: "test")))
            let error = #expect(throws: CollectionError.self) { try CollectionReader(name, in: "test", of: shelf) }
            #expect(error?.code == .damaged)
            #expect(try shelf.remove(name, in: "test"))
        }
    }

    @Test func aCollectionRemovedUnderItsWriterIsToldToIt() throws {
        try with { shelf, name, writer in
            try Self.put(["words"], as: "a", in: writer)
            #expect(try shelf.remove(name, in: "test"))
            #expect(throws: (any Error).self) { try Self.put(["more"], as: "b", in: writer) }
        }
    }
}

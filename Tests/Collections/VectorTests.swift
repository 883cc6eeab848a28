import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Collections

/// Vectors without a model, and ranking by words and vectors together.
struct VectorTests {
    @Test func vectorsAreAlwaysTheSameAndOfLengthOne() {
        let vector = LexicalVector.make("Invoice for the delivery of twelve chairs")
        #expect(vector.count == Limits.lexicalDimensions)
        #expect(vector == LexicalVector.make("invoice FOR the delivery, of twelve chairs!"))
        #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 0.001)
        #expect(LexicalVector.make("  ... ").allSatisfy { $0 == 0 })
        // Collections keep vectors for years: another result needs another name of the model.
        let sum = VectorBytes.encode(vector).reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        #expect(LexicalVector.model == "lexical-384-1")
        #expect(sum == Self.known)
    }

    private static let known: UInt64 = 10_155_484_063_676_030_581

    @Test func alikeTextsAreNearer() {
        func similarity(_ a: String, _ b: String) -> Float {
            zip(LexicalVector.make(a), LexicalVector.make(b)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let query = "payment of invoices for office furniture"
        #expect(
            similarity(query, "the invoice for furniture of the office was paid by payment order")
                > 2 * similarity(query, "a recipe of bread with rye flour and salt"))
        #expect(similarity("請求書の支払い", "支払いの請求書") > similarity("請求書の支払い", "天気はとても良い"))
    }

    @Test func bytesOfVectorsAreReadBack() {
        let vector: [Float] = [0, 1, -0.5, .leastNonzeroMagnitude, 3.4e38]
        #expect(VectorBytes.decode(VectorBytes.encode(vector)) == vector)
        #expect(VectorBytes.decode([1, 2, 3]) == nil)
        #expect(VectorBytes.decode(VectorBytes.encode([.nan])) == nil)
    }

    @Test func wordsAndVectorsAreRankedTogether() throws {
        try withTemporaryDirectory { path in
            let shelf = CollectionShelf(stateDirectory: path)
            let writer = try CollectionWriter(.standard, in: "test", of: shelf)
            let texts = [
                "cats": "cats and kittens sleeping in the sun", "bread": "bread of rye flour",
                "tax": "taxes on property",
                "kitten": "one kitten plays, kittens play",
            ]
            for (item, text) in texts.sorted(by: { $0.key < $1.key }) {
                try writer.replace(CollectionTests.document(item), at: Timestamp(milliseconds: 0)) { take in
                    try take(.page(PagePassage(page: 1, text: text)))
                    try take(
                        .vectors(
                            VectorHead(
                                method: "local", model: LexicalVector.model, dimensions: Limits.lexicalDimensions)))
                    let box = PassageBox(x: 1, y: 2, width: 3, height: 4)
                    try take(
                        .chunk(
                            ChunkPassage(index: 7, page: 1, text: text, box: box, vector: LexicalVector.make(text))))
                }
            }
            writer.close()
            let reader = try CollectionReader(.standard, in: "test", of: shelf)
            let query = SearchQuery("kitten")
            let plain = try reader.search(query, limit: 5)
            #expect(plain.map(\.document.item) == ["kitten"])
            let both = try reader.search(query, limit: 5) { _ in LexicalVector.make(query.text) }
            #expect(both.map(\.document.item) == ["kitten", "cats"])
            #expect(both.map(\.methods) == [["words", "vectors"], ["vectors"]])
            // What only its vector found is shown by its chunk.
            let near = try #require(both.last)
            #expect(near.chunk == 7)
            #expect(near.box?.height == 4)
            #expect(try reader.summary().spaces.map(\.count) == [4])
        }
    }

    @Test(
        arguments: [
            ("default", true), ("a/b/c", true), ("finance/invoices.2026", true), ("", false), ("/a", false),
            ("a/", false),
            ("a//b", false), ("../a", false), ("a/../b", false), ("a/./b", false), (".hidden", false), ("a b", false),
            ("a/b\\c", false), ("a\u{0}", false), ("ä", false), ("a.sqlite/b", false), ("x.sqlite-wal", false),
            ("a/a/a/a/a/a/a/a/a", false),
        ])
    func idsOfCollectionsNeverLeaveTheirPlace(text: String, isAllowed: Bool) {
        #expect(CollectionName.isValid(text) == isAllowed)
    }
}

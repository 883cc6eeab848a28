import Model
import TestSupport
import Testing
import WorkerProtocol

@testable import Collections

/// How long a search takes; `Tests/Benchmarks/search` measures it in a large collection.
struct SpeedTests {
    /// Two thousand pages that all hold two common words: neither weighs anything, and nothing may take long.
    @Test func commonWordsCostNoMoreThanRareOnes() throws {
        try withTemporaryDirectory { path in
            let shelf = CollectionShelf(stateDirectory: path)
            let writer = try CollectionWriter(.standard, in: "test", of: shelf)
            try writer.replace(CollectionTests.document("a"), at: Timestamp(milliseconds: 0)) { take in
                for page in 1...(Limits.commonPages + 500) {
                    let text = "the invoice of page\(page) " + (page % 3 == 0 ? "for chairs" : "for nothing else")
                    try take(.page(PagePassage(page: page, text: text)))
                }
            }
            writer.close()
            let reader = try CollectionReader(.standard, in: "test", of: shelf)
            let rare = try reader.search(SearchQuery("the page77"), limit: 5)
            #expect(rare.map(\.page) == [77])
            let common = try reader.search(SearchQuery("invoice the"), limit: 5)
            #expect(common.count == 5)
            // The newest, which are the last written.
            #expect(common.allSatisfy { $0.page > Limits.commonPages + 500 - Limits.commonCandidates })
            #expect(try reader.search(SearchQuery("invoice -the"), limit: 5).isEmpty)
        }
    }
}

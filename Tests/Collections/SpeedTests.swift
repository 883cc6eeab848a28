import Foundation
import Model
import SQLite
import TestSupport
import Testing
import WorkerProtocol

@testable import Collections

/// How long a search takes; with DROPMILL_SEARCH_FILE in the collection that Tests/Benchmarks/search made.
struct SpeedTests {
    private func times(_ reader: CollectionReader, _ queries: [String]) throws -> [Double] {
        var times: [Double] = []
        for query in queries {
            let start = ContinuousClock.now
            _ = try reader.search(SearchQuery(query), limit: 10)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        return times.sorted()
    }

    /// Words of every frequency, alone, together, as phrases, beginnings and with exclusions.
    private func queries(_ vocabulary: [String], count: Int) -> [String] {
        var generator = SystemRandomNumberGenerator()
        // The rank grows like that of words in the queries of people: common and rare ones alike.
        func word() -> String {
            let rank = Int(pow(Double(vocabulary.count), Double.random(in: 0..<1, using: &generator)))
            return vocabulary[min(rank, vocabulary.count - 1)]
        }
        return (0..<count).map { number in
            switch number % 6 {
            case 0: word()
            case 1, 2: "\(word()) \(word())"
            case 3: "\(word()) \(word()) \(word())"
            case 4: "\"\(word()) \(word())\""
            default: number % 12 == 5 ? "\(word()) -\(word())" : "\(word().prefix(4))* \(word())"
            }
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["DROPMILL_SEARCH_FILE"] != nil))
    func searchesOfALargeCollection() throws {
        let path = try #require(ProcessInfo.processInfo.environment["DROPMILL_SEARCH_FILE"])
        let reader = try CollectionReader(path: path)
        let vocabulary = try reader.database.all("SELECT word FROM vocabulary ORDER BY rank") { $0.text(0) }
        _ = try times(reader, queries(vocabulary, count: 50))
        let asked = queries(vocabulary, count: 1000)
        let found = try times(reader, asked)
        let shown = [0.5, 0.9, 0.99, 1].map { part in
            "\(part): \((found[min(found.count - 1, Int(Double(found.count) * part))] * 10).rounded() / 10) ms"
        }
        print("1000 searches in \(try reader.summary().pages) pages:", shown.joined(separator: ", "))
        for query in asked {
            let time = try times(reader, [query])[0]
            if time > 50 { print("slow: \(query) \(time)") }
        }
        #expect(found[Int(Double(found.count) * 0.99)] <= 50)
    }

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

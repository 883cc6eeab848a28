import Model
import SQLite
import WorkerProtocol

extension CollectionReader {
    /// The best pages for a query, the best first.
    ///
    /// - Parameters:
    ///   - vector: the query as a vector of a space; nil where there is none to be had.
    public func search(
        _ query: SearchQuery, limit: Int, vector: (VectorSpace) -> [Float]? = { _ in nil }
    ) throws(CollectionError) -> [SearchHit] {
        guard !query.isEmpty else { return [] }
        let vectors = try spaces().compactMap { space in vector(space).map { (space, $0) } }
        let limit = min(max(1, limit), Limits.searchResults)
        return try read {
            let db = database
            let depth = max(limit, Limits.fusedCandidates)
            var fusion = RankFusion()
            let words = WordSearch(query: query, db: db)
            for (rank, page) in try words.pages(depth).enumerated() {
                fusion.add(page, rank: rank, method: "words")
            }
            for (space, vector) in vectors {
                let near = try VectorSearch(db: db).nearest(vector, in: space, limit: depth)
                for (rank, hit) in near.enumerated() {
                    fusion.add(hit.page, rank: rank, method: "vectors", chunk: hit.chunk)
                }
            }
            return try fusion.best(limit).compactMap { try Self.hit($0, Highlighter(query), db) }
        }
    }

    private static func hit(
        _ found: RankFusion.Entry, _ highlighter: Highlighter, _ db: Connection
    ) throws -> SearchHit? {
        let row = try db.first(
            """
            SELECT pages.page, pages.width, pages.height, pages.boxes, pages.text, \(documentColumns)
            FROM pages JOIN documents ON documents.number = pages.document WHERE pages.number = ?
            """, [.integer(found.page)]
        ) { row in
            (
                hit: SearchHit(
                    document: document(row, from: 5), page: row.int(0), pageWidth: row.optionalReal(1),
                    pageHeight: row.optionalReal(2), snippet: Snippet(of: row.text(4)), score: found.score,
                    methods: found.methods), boxes: row.text(3), text: row.text(4)
            )
        }
        guard let row else { return nil }
        var hit = row.hit
        var place: Range<Int>?
        if let marked = highlighter.mark(row.text) {
            hit.snippet = Snippet(marked: marked, bytes: &place)
            if let place { hit.box = Self.box(of: place, in: row.boxes) }
        }
        if let chunk = found.chunk, let near = try VectorSearch(db: db).chunk(chunk) {
            hit.chunk = near.place
            if place == nil {
                hit.snippet = Snippet(of: near.text)
                hit.box = near.box
            }
        }
        return hit
    }

    private static func box(of place: Range<Int>, in boxes: String) -> PassageBox? {
        let list = (try? JSONParser.parse(Array(boxes.utf8)))?.array ?? []
        return list.lazy.compactMap { PassageBox(json: $0) }
            .first { $0.start <= place.lowerBound && place.lowerBound < $0.end }
    }
}

/// Brings ranked lists together: what is high in one or found by several is high (reciprocal rank fusion).
struct RankFusion {
    /// A page with what is known of its ranks.
    struct Entry {
        var page: Int64
        var score = 0.0
        var methods: [String] = []
        var chunk: Int64?
    }

    private var entries: [Int64: Entry] = [:]

    /// Takes a page; its first rank by a method counts.
    mutating func add(_ page: Int64, rank: Int, method: String, chunk: Int64? = nil) {
        var entry = entries[page] ?? Entry(page: page)
        guard !entry.methods.contains(method) else { return }
        entry.methods.append(method)
        entry.score += 1 / (Limits.fusionDamping + Double(rank + 1))
        entry.chunk = entry.chunk ?? chunk
        entries[page] = entry
    }

    /// The best, the best first; equal ones the newest first.
    func best(_ limit: Int) -> [Entry] {
        Array(entries.values.sorted { ($0.score, $0.page) > ($1.score, $1.page) }.prefix(limit))
    }
}

/// Finds pages by their words.
///
/// Weighing costs as much as there are pages with a word, so that only rare words are weighed: a common one tells
/// nothing apart, but it still has to be there. Where all are common, the newest pages are compared.
struct WordSearch {
    let query: SearchQuery
    let db: Connection

    /// Pages with all words, the best first, then pages with some of them.
    func pages(_ limit: Int) throws -> [Int64] {
        let rare = try query.terms.filter(isRare)
        var found = try rare.isEmpty ? newest(limit) : weighed(rare, limit)
        guard found.count < limit, query.terms.count > 1, !rare.isEmpty else { return found }
        let known = Set(found)
        let some = try ranked("words MATCH ?", [query.any(of: rare)], limit + known.count)
        found += some.filter { !known.contains($0) }
        return Array(found.prefix(limit))
    }

    private func isRare(_ term: SearchQuery.Term) throws -> Bool {
        try db.first(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
            [.text(term.expression), .number(Limits.commonPages)]
        ) { _ in true } == nil
    }

    private func weighed(_ rare: [SearchQuery.Term], _ limit: Int) throws -> [Int64] {
        if rare.count == query.terms.count { return try ranked("words MATCH ?", [query.all(of: rare)], limit) }
        // The plus keeps SQLite from asking the index once for each page of the inner query.
        return try ranked(
            "words MATCH ? AND +rowid IN (SELECT rowid FROM words WHERE words MATCH ?)",
            [query.all(of: rare), query.all(of: query.terms)], limit)
    }

    private func ranked(_ condition: String, _ expressions: [String], _ limit: Int) throws -> [Int64] {
        try db.all(
            "SELECT rowid FROM words WHERE \(condition) ORDER BY bm25(words), rowid DESC LIMIT ?",
            expressions.map(Value.text) + [.number(limit)]
        ) { $0.integer(0) }
    }

    /// Of the newest pages with every word, those that have them most often for their length.
    private func newest(_ limit: Int) throws -> [Int64] {
        let weights = try db.all(
            """
            SELECT rowid, highlight(words, 0, char(1), char(2)) FROM words
            WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?
            """, [.text(query.all(of: query.terms)), .number(max(limit, Limits.commonCandidates))]
        ) { row -> (page: Int64, weight: Double) in
            let text = row.text(1)
            let marks = text.utf8.count { $0 == 1 }
            return (row.integer(0), Double(marks) / (Double(text.utf8.count) + 1).squareRoot())
        }
        return weights.sorted { ($0.weight, $0.page) > ($1.weight, $1.page) }.prefix(limit).map(\.page)
    }
}

/// Finds chunks by their vectors.
struct VectorSearch {
    let db: Connection

    /// A chunk that is near, with its page.
    typealias Hit = (page: Int64, chunk: Int64, similarity: Float)

    /// The nearest chunks, the nearest first. Compares all of the space.
    func nearest(_ vector: [Float], in space: VectorSpace, limit: Int) throws -> [Hit] {
        let unit = LexicalVector.normalized(vector)
        guard unit.count == space.dimensions else { return [] }
        var best: [(chunk: Int64, similarity: Float)] = []
        var least = Limits.leastSimilarity
        try db.each("SELECT chunk, scale, numbers FROM vectors WHERE space = ?", [.integer(space.number)]) { row in
            let scale = Float(row.real(1))
            let similarity = row.withBytes(2) { ShortVector.similarity(unit, $0, scale: scale) }
            guard similarity > least else { return true }
            best.append((row.integer(0), similarity))
            if best.count >= 4 * limit {
                best.sort { $0.similarity > $1.similarity }
                best.removeSubrange(limit...)
                least = best.last?.similarity ?? least
            }
            return true
        }
        best.sort { ($0.similarity, $0.chunk) > ($1.similarity, $1.chunk) }
        return try best.prefix(limit).compactMap { hit in
            try page(of: hit.chunk).map { ($0, hit.chunk, hit.similarity) }
        }
    }

    /// What is shown of a chunk.
    func chunk(_ number: Int64) throws -> (place: Int, text: String, box: PassageBox?)? {
        try db.first("SELECT place, text, box FROM chunks WHERE number = ?", [.integer(number)]) { row in
            let box = row.optionalText(2).flatMap { try? JSONParser.parse(Array($0.utf8)) }
            return (row.int(0), row.text(1), box.flatMap { PassageBox(json: $0) })
        }
    }

    private func page(of chunk: Int64) throws -> Int64? {
        try db.first(
            """
            SELECT pages.number FROM chunks JOIN pages
            ON pages.document = chunks.document AND pages.page = chunks.page WHERE chunks.number = ?
            """, [.integer(chunk)]
        ) { $0.integer(0) }
    }
}

import Foundation
import Linux
import Model
import Store

extension Invariants {
    /// What the store says of the batch is what its files say.
    mutating func checkStore(_ status: JSONValue) {
        guard let store else { return }
        do {
            guard let stored = try store.batch(batch.id) else { return expect(false, "the store does not know it") }
            expect(stored.status.rawValue == batch.word, "the store says \(stored.status.rawValue)")
            expect(stored.phase == (stored.refused ? .open : .done), "the store has it in phase \(stored.phase)")
            expect(stored.outboxName.display == batch.name, "the store calls it \(stored.outboxName)")
            expect(Int64(stored.seq) == status["seq"]?.integer, "the store has event \(stored.seq)")
            expect(Int64(stored.counts.total) == status["total_files"]?.integer, "the store counts \(stored.counts)")
            if stored.phase == .done { try compareItems(of: stored, in: store) }
        } catch {
            expect(false, "the store cannot be compared: \(error)")
        }
    }

    private mutating func compareItems(of stored: Batch, in store: Store) throws {
        var counts = ItemCounts(total: stored.counts.total)
        var start = 0
        while true {
            let items = try store.items(of: stored.id, from: start, limit: 1000)
            for item in items {
                expect(item.sealed.index == start, "the store has no item \(start)")
                start = item.sealed.index + 1
                counts.move(from: .pending, to: item.state)
                compare(item)
            }
            if items.count < 1000 { break }
        }
        expect(start == stored.counts.total, "the store has \(start) items of \(stored.counts.total)")
        expect(counts == stored.counts, "the store counts \(stored.counts), its items are \(counts)")
    }

    private mutating func compare(_ item: Item) {
        let index = item.sealed.index
        guard results.indices.contains(index) else { return }
        let line = results[index]
        expect(line["state"]?.string == item.state.rawValue, "the store says \(item.state) of line \(index)")
        expect(line["sha256"]?.string == item.outcome?.sha256, "the store has another sha256 for line \(index)")
        expect(line["attempts"]?.integer == Int64(item.attempts), "the store has \(item.attempts) attempts of \(index)")
        expect(PublishedBatch.path(of: line) == item.sealed.path, "the store calls line \(index) \(item.sealed.path)")
    }

    /// Batches that the store holds for done must be visible with their final word; problems as sentences.
    static func missingBatches(in places: Places, folder: String, store: Store) -> [String] {
        var problems: [String] = []
        var query = BatchQuery(folder: folder, phases: [.done], limit: 1000)
        do {
            while true {
                let page = try store.batches(query)
                for done in page {
                    let published = PublishedBatch(path: "\(places.outbox)/\(done.outboxName.display)")
                    // A person may take the whole directory away.
                    guard done.outboxName.utf8 != nil, published.contains("status.json") else { continue }
                    if !published.isFinal { problems.append("\(published.name): done, but shown as \(published.word)") }
                }
                guard page.count == query.limit, let last = page.last else { return problems }
                query.after = last.id
            }
        } catch {
            return ["the store cannot be read: \(error)"]
        }
    }
}

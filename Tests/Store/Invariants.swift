import Foundation
import GRDB
import Model
import Testing

@testable import Store

/// Copies the files of a store that is in use.
func copyStore(from directory: String, to copy: String) throws {
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
    for name in ["store.sqlite", "store.sqlite-wal"] {
        try FileManager.default.copyItem(atPath: directory + "/" + name, toPath: copy + "/" + name)
    }
}

extension Store {
    /// What holds after any operation: counts are those of the items, events have no gap, and in each run of an item
    /// one start and one end at most.
    func checkInvariants(of id: String) throws {
        let batch = try present(id)
        let items = try items(of: id, from: 0, limit: .max)
        var counts = ItemCounts(total: batch.phase == .open ? batch.counts.total : items.count)
        for item in items { counts.move(from: .pending, to: item.state) }
        #expect(batch.counts == counts)
        let media = items.compactMap(\.outcome?.mediaType)
        #expect(batch.mediaTypes == Dictionary(grouping: media, by: { $0 }).mapValues(\.count))
        #expect(items.allSatisfy { $0.state.isFinal == ($0.outcome != nil) })
        #expect(try runningItems(of: id, limit: .max).map(\.sealed.index) == items.indexes { $0 == .running })
        #expect(
            try self.items(of: id, states: [.failed, .partial], from: 0, limit: .max).map(\.sealed.index)
                == items.indexes { $0 == .failed || $0 == .partial })
        let isFinished = items.allSatisfy(\.state.isFinal)
        #expect((batch.phase == .work) == (batch.sealedAt != nil && !isFinished))
        #expect(batch.status.isFinal == (batch.finishedAt != nil))

        let events = try events(of: id, after: 0, limit: .max)
        #expect(events.map(\.seq) == Array(1..<batch.seq + 1))
        for item in items { checkRuns(of: item, events: events.filter { $0.index == item.sealed.index }) }
    }

    private func checkRuns(of item: Item, events: [Event]) {
        var starts = 0
        var ends = 0
        #expect(events.allSatisfy { $0.path == item.sealed.path })
        for event in events {
            switch event.kind {
            case .itemStarted: starts += 1
            case .itemFinished: ends += 1
            case .itemRetried where event.state == .pending:
                #expect(starts == 1 && ends == 1)
                starts = 0
                ends = 0
            default: break
            }
        }
        #expect(starts <= 1 && ends == (item.state.isFinal ? 1 : 0))
        if item.state != .pending { #expect(starts == 1) }
    }
}

extension [Item] {
    /// The indexes of the items whose state fits.
    func indexes(where fits: (ItemState) -> Bool) -> [Int] { filter { fits($0.state) }.map(\.sealed.index) }
}

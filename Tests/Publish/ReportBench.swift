import Foundation
import Linux
import Model
import Store
import TestSupport

@testable import Publish

/// A finished batch whose files and outputs a test lays down, to be looked at in its report.
final class ReportBench {
    let bench: Bench
    private var items: [Item] = []
    private let outbox: Directory
    private let batch: Batch

    init(_ root: String, name: String = "March") throws {
        bench = try Bench(root)
        batch = try bench.reserve(name: name)
        outbox = try bench.folder.outbox(of: batch)
    }

    /// Path of report.html.
    func path(_ name: String = "March") -> String { "\(bench.root)/outbox/\(name)/report.html" }

    /// Adds a file with its outcome and its outputs, by their names.
    func add(_ path: BytePath, _ outcome: ItemOutcome, _ outputs: [(name: String, content: [UInt8])] = []) throws {
        var outcome = outcome
        let place = BytePath("files").appending(path)
        outcome.outputs = outputs.map { ($0.name, place.display + "/" + $0.name) }
        items.append(Samples.item(items.count, path, outcome))
        if !outputs.isEmpty { try outbox.makeDirectories(place) }
        for (name, content) in outputs {
            let file = place.appending(name)
            try outbox.makeDirectories(file.parent)
            try outbox.create(file).write(content)
        }
    }

    /// Finishes the batch and publishes it.
    func publish() throws {
        try bench.folder.work.makeDirectories(BytePath(batch.id).appending("tree"))
        var sealed = batch
        sealed.sealedAt = Samples.after(1)
        sealed.counts.total = items.count
        try bench.store.seal(sealed, items: items.map(\.sealed), at: Samples.after(1))
        while true {
            let claimed = try bench.store.claimItems(of: batch.id, limit: 256, at: Samples.after(2))
            if claimed.isEmpty { break }
            _ = try bench.store.settle(
                claimed.flatMap { claim -> [WorkStep] in
                    let index = claim.item.sealed.index
                    guard let outcome = items[index].outcome else { return [] }
                    return [
                        .started(batchID: batch.id, index: index, at: Samples.after(3)),
                        .finished(batchID: batch.id, index: index, outcome: outcome, at: Samples.after(4)),
                    ]
                })
        }
        try bench.publisher().publishNow(batch.id)
    }
}

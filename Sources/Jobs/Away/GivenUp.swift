import Linux
import Logging
import Model
import Store

/// What becomes of items that were called back while they were away.
///
/// Those of a batch that was cancelled meanwhile have that outcome; all others go back to the store.
struct GivenUp: Sendable {
    let store: Store
    let dispatcher: Dispatcher
    let charges: Charges
    let logger: Logger

    /// True when nobody wants an answer for an item any more.
    func isCalledBack(_ assignment: Assignment) -> Bool {
        guard let batch = try? store.batch(assignment.context.id) else { return false }
        return batch.isHeld || batch.counts.cancelled > 0
    }

    /// Ends the way of an item.
    func end(_ assignment: Assignment) {
        let (id, index) = (assignment.context.id, assignment.item.sealed.index)
        let key = ItemKey(assignment)
        charges.giveBack(key)
        UnpublishedParts.discard(index, in: assignment.context.places.staging)
        try? assignment.context.places.staging.removeTree(BytePath("\(index)"))
        assignment.discardDownload()
        do {
            try store.charge(charges.takeLines(key), for: index, of: id)
            if try store.batch(id)?.counts.cancelled ?? 0 > 0 { try cancel(assignment) }
        } catch {
            logger.error("\(error)")
        }
        dispatcher.giveUp(assignment)
    }

    private func cancel(_ assignment: Assignment) throws(StoreError) {
        let outcome = ItemOutcome(
            state: .cancelled,
            failure: Failure(
                .cancelled, "The batch was cancelled before this file was finished.",
                stage: assignment.context.configuration.job.type.stage))
        _ = try store.settle([
            .finished(
                batchID: assignment.context.id, index: assignment.item.sealed.index, outcome: outcome, at: Clock.now())
        ])
    }
}

import Linux
import Model

extension Dispatcher {
    /// An item leaves its lane and waits for something outside.
    func park(_ assignment: Assignment) {
        queue.withLock { $0.park(assignment) }
        signalLanes()
    }

    /// An item that was away goes on with the next lane.
    func comeBack(_ assignment: Assignment) {
        queue.withLock { $0.comeBack(assignment) }
        signalLanes()
    }

    /// Items that came back and will find no lane any more.
    func takeReturned() -> [Assignment] { queue.withLock { $0.takeAllReturned() } }

    /// An item that was away does not go on: it goes back to the store.
    func giveUp(_ assignment: Assignment) {
        queue.withLock { queue in
            queue.finishParked(assignment)
            queue.contents.abandon([assignment.item.sealed.index], of: assignment.context.id)
            queue.isStale = true
        }
        release([assignment.item.sealed.index], of: assignment.context.id)
        signalLanes()
    }

    /// A provider takes no more questions until a time: the batches that ask it start nothing meanwhile.
    func hold(_ batches: Set<String>, because reason: String, until time: Timestamp) {
        let wait = Duration.milliseconds(max(0, time.milliseconds - Clock.now().milliseconds))
        for id in batches {
            let indexes = queue.withLock { queue -> [Int]? in
                queue.hold(id, until: Clock.sinceBoot() + wait) ? queue.remove(id) : nil
            }
            guard let indexes else { continue }
            release(indexes, of: id)
            tell(id, Batch.Throttle(reason: reason, resumeAt: time))
        }
        signalLanes()
    }

    /// Holds a batch whose estimate is more than what the budget has left; true when it is held.
    func isHeldByBudget(_ batch: Batch, _ queue: inout WorkQueue) throws -> Bool {
        let estimate = try charges.estimate(batch)
        if let estimate { changed(try store.recordEstimate(estimate, of: batch.id)) }
        guard let budget = charges.budget,
            let shortfall = try charges.shortfall(of: batch, expecting: estimate ?? batch.costEstimate)
        else { return false }
        _ = queue.hold(batch.id, until: Clock.sinceBoot() + Self.wait(for: shortfall))
        let reason = "insufficient_funds: " + shortfall.failure(of: budget).message
        tell(batch.id, Batch.Throttle(reason: reason, resumeAt: shortfall.resumeAt, details: shortfall.details))
        return true
    }

    /// How long a batch waits for a budget.
    static func wait(for shortfall: Purse.Shortfall) -> Duration {
        guard let next = shortfall.resumeAt else { return Limits.longestBudgetWait }
        return min(.milliseconds(max(1000, next.milliseconds - Clock.now().milliseconds)), Limits.longestBudgetWait)
    }
}

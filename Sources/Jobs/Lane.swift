import Linux
import Logging
import Model
import Store
import Workers

/// One thread that works on one item at a time with a worker process of its own.
struct Lane: Sendable {
    let dispatcher: Dispatcher
    let committer: Committer
    let store: Store
    let workers: WorkerSettings
    let logger: Logger

    /// Works until the dispatcher closes.
    func run() {
        let slot = WorkerSlot(settings: workers)
        defer { slot.retire() }
        var decider = RetryDecider()
        var hasWorker = false
        while true {
            switch dispatcher.next(timeout: hasWorker ? .seconds(Limits.idleWorkerSeconds) : nil) {
            case .closed: return
            case .idle:
                slot.retire()
                hasWorker = false
            case .warmUp:
                // A worker that cannot start is reported with the first item that needs it.
                hasWorker = (try? slot.start()) != nil
            case .work(let assignment):
                hasWorker = true
                work(on: assignment, slot: slot, decider: &decider)
            }
        }
    }

    private func work(on assignment: Assignment, slot: WorkerSlot, decider: inout RetryDecider) {
        // An item that may share a result begins when it is clear that it does not have to wait for another one.
        if !assignment.context.sharesResults { begin(assignment) }
        if assignment.deaths >= Limits.poisonDeaths {
            let name = printable(assignment.item.sealed.path.display)
            let failure = Failure(
                .poison, "The agent died \(assignment.deaths) times in a row while \(name) was read", stage: .parse)
            return settle(assignment, failure)
        }
        let run = ItemRun(
            assignment: assignment, slot: slot, isCancelled: { dispatcher.isClosed },
            mayWork: { sha256 in dispatcher.mayWork(assignment, sha256) { begin(assignment) } },
            earlierResults: { sha256, scope throws(StoreError) in
                try store.earlierResults(of: sha256, in: scope, limit: Limits.earlierResults)
            },
            allItems: { start throws(StoreError) in
                try store.items(of: assignment.context.id, from: start, limit: Limits.itemsAtOnce)
            })
        switch run.perform() {
        case .done(let item):
            decider.succeeded()
            committer.finished(item)
            dispatcher.finished(assignment)
        case .waits(let sha256):
            var waiting = assignment
            waiting.sha256 = sha256
            dispatcher.wait(waiting)
        case .goesBack: dispatcher.giveBack(assignment)
        case .cancelled:
            release(assignment)
            dispatcher.finished(assignment)
        case .failed(let failure, let isTransient):
            let jitter = Double.random(in: 0...1)
            switch decider.decide(failure, attempt: assignment.attempt, isTransient: isTransient, jitter: jitter) {
            case .settle: settle(assignment, failure)
            case .again:
                committer.retried(assignment, after: failure)
                dispatcher.runAlone(assignment)
            case .wait(let wait):
                committer.flush()
                dispatcher.postpone(assignment, failure: failure, for: wait)
            }
        }
    }

    private func begin(_ assignment: Assignment) {
        if assignment.attempt == 1 { committer.started(assignment) }
    }

    private func settle(_ assignment: Assignment, _ failure: Failure) {
        let outcome = ItemOutcome(state: .failed, failure: failure, isIntakeFailure: failure.stage == .intake)
        committer.finished(
            FinishedItem(assignment: assignment, outcome: outcome, files: [], finishedAt: Clock.now()))
        dispatcher.finished(assignment)
    }

    private func release(_ assignment: Assignment) {
        committer.flush()
        do {
            try store.release([assignment.item.sealed.index], of: assignment.context.id)
        } catch {
            logger.error("\(error)")
        }
    }
}

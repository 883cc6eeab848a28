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
    let errands: any Errands
    let charges: Charges
    let downloads: Downloads
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
            case .chore(let chore):
                hasWorker = true
                chore.perform(with: slot)
            case .work(let assignment):
                hasWorker = true
                work(on: assignment, slot: slot, decider: &decider)
            }
        }
    }

    private func work(on assignment: Assignment, slot: WorkerSlot, decider: inout RetryDecider) {
        // An item that may share a result begins when it is clear that it does not have to wait for another one.
        let isRemote = assignment.item.sealed.row?.isRemote == true
        if !assignment.context.sharesResults || isRemote { begin(assignment) }
        if assignment.deaths >= Limits.poisonDeaths {
            let name = printable(assignment.item.sealed.path.display)
            let failure = Failure(
                .poison, "The agent died \(assignment.deaths) times in a row while \(name) was read", stage: .parse)
            return settle(assignment, failure)
        }
        let isReturning = assignment.homecoming != nil || assignment.arrival != nil
        if !isReturning, isHeldByBudget(assignment, { () throws(StoreError) in try charges.begin(assignment) }) {
            return
        }
        let run = ItemRun(
            assignment: assignment, slot: slot,
            unpublished: UnpublishedParts(context: assignment.context, index: assignment.item.sealed.index),
            isCancelled: { dispatcher.isClosed },
            mayWork: { sha256 in dispatcher.mayWork(assignment, sha256) { begin(assignment) } },
            earlierResults: { sha256, scope throws(StoreError) in
                try store.earlierResults(of: sha256, in: scope, limit: Limits.earlierResults)
            },
            mayDownload: downloads.arePossible,
            providerNamed: { errands.provider(named: $0) },
            allItems: { start throws(StoreError) in
                try store.items(of: assignment.context.id, from: start, limit: Limits.itemsAtOnce)
            })
        switch run.perform() {
        case .done(let item):
            decider.succeeded()
            assignment.discardDownload()
            committer.finished(item)
            dispatcher.finished(assignment)
        case .away(let leave):
            decider.succeeded()
            send(assignment, leave)
        case .absent(let request, let file):
            dispatcher.park(assignment)
            downloads.begin(assignment, request, into: file)
        case .waits(let sha256):
            var waiting = assignment
            waiting.sha256 = sha256
            dispatcher.wait(waiting)
        case .goesBack:
            giveBackMoney(assignment)
            dispatcher.giveBack(assignment)
        case .cancelled:
            release(assignment)
            dispatcher.finished(assignment)
        // What a provider said is the outcome: it was tried as often as that helps.
        case .failed(let failure, _) where assignment.homecoming?.failure != nil: settle(assignment, failure)
        case .failed(let failure, let isTransient):
            let jitter = Double.random(in: 0...1)
            switch decider.decide(failure, attempt: assignment.attempt, isTransient: isTransient, jitter: jitter) {
            case .settle: settle(assignment, failure)
            case .again:
                committer.retried(assignment, after: failure)
                // What was staged before it was away is gone: it starts from the beginning.
                var again = assignment
                again.homecoming = nil
                dispatcher.runAlone(again)
            case .wait(let wait):
                giveBackMoney(assignment)
                committer.flush()
                dispatcher.postpone(assignment, failure: failure, for: wait)
            }
        }
    }

    /// Lets an item wait for models without a lane, once what they may cost is set aside.
    private func send(_ assignment: Assignment, _ leave: Leave) {
        var away = assignment
        away.homecoming = nil
        if isHeldByBudget(away, { () throws(StoreError) in try charges.reserve(leave, for: away) }) { return }
        dispatcher.park(away)
        committer.left(away, leave)
    }

    /// True when the budget has not enough left, or nobody knows: the batch waits then.
    private func isHeldByBudget(
        _ assignment: Assignment, _ reserve: () throws(StoreError) -> Purse.Shortfall?
    ) -> Bool {
        var failure: Failure
        var wait = Limits.firstBackOff
        do throws(StoreError) {
            guard let shortfall = try reserve(), let budget = charges.budget else { return false }
            failure = shortfall.failure(of: budget)
            failure.message = "insufficient_funds: " + failure.message
            wait = Dispatcher.wait(for: shortfall)
        } catch {
            failure = Failure(.processingError, "the ledger cannot be read: \(error)", stage: .intake)
            failure.isTransient = true
        }
        giveBackMoney(assignment)
        committer.flush()
        dispatcher.postpone(assignment, failure: failure, for: wait)
        return true
    }

    private func giveBackMoney(_ assignment: Assignment) {
        charges.giveBack(ItemKey(assignment))
        committer.givenBack(assignment)
    }

    private func begin(_ assignment: Assignment) {
        if assignment.homecoming != nil || assignment.arrival != nil { return }
        if assignment.attempt == 1 { committer.started(assignment) }
    }

    private func settle(_ assignment: Assignment, _ failure: Failure) {
        assignment.discardDownload()
        let outcome = ItemOutcome(state: .failed, failure: failure, isIntakeFailure: failure.stage == .intake)
        committer.finished(
            FinishedItem(assignment: assignment, outcome: outcome, files: [], finishedAt: Clock.now()))
        dispatcher.finished(assignment)
    }

    private func release(_ assignment: Assignment) {
        giveBackMoney(assignment)
        committer.flush()
        do {
            try store.release([assignment.item.sealed.index], of: assignment.context.id)
        } catch {
            logger.error("\(error)")
        }
    }
}

import Dispatch
import Model

extension Dispatcher {
    /// Whether an item whose content is known may be worked now; `begin` is called before anybody can withdraw it.
    ///
    /// Waits while an earlier item of the same size is being read, so that the lowest index is the one that is worked.
    func mayWork(_ assignment: Assignment, _ sha256: String, begin: () -> Void) -> ContentLedger.Answer {
        let changed = DispatchSemaphore(value: 0)
        while true {
            let answer = queue.withLock { queue in
                let answer = queue.contents.ask(assignment, sha256, changed: changed)
                if case .work = answer { begin() }
                return answer
            }
            guard case .earlierIsRead = answer else { return answer }
            changed.wait()
        }
    }

    /// Takes an item off its lane until the one of equal content is settled.
    func wait(_ assignment: Assignment) {
        let isKept = queue.withLock { $0.wait(assignment) }
        if isKept { signalLanes() } else { putBack(assignment) }
    }

    /// Gives an item that has not begun back to the store.
    func giveBack(_ assignment: Assignment) {
        finished(assignment)
        putBack(assignment)
    }

    // The batch may be on its way again by now, and nobody else would look for the item.
    private func putBack(_ assignment: Assignment) {
        release([assignment.item.sealed.index], of: assignment.context.id)
        queue.withLock { $0.isStale = true }
        signalLanes()
    }

    /// Items have their outcome in the store: those of equal content go on.
    func settled(_ items: [FinishedItem]) {
        let hasMore = queue.withLock { queue in
            let goOn = items.flatMap { item in
                queue.contents.settled(
                    item.assignment.item.sealed.index, of: item.assignment.context.id, item.outcome.state)
            }
            queue.readmit(goOn)
            return !goOn.isEmpty
        }
        if hasMore { signalLanes() }
    }
}

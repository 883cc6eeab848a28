import Dispatch
import Linux
import Logging
import Model
import Providers
import Store
import Workers

/// Drives the items of sealed batches through workers: claim from the store, work, settle.
///
/// Owns the lanes, one thread and one worker process each, and the committer. Everything it holds in memory is leased
/// from the store, so that a kill at any moment loses nothing.
public final class Jobs: Sendable {
    private let dispatcher: Dispatcher
    private let committer: Committer
    private let lane: Lane
    private let lanes: Int
    private let outings: Outings
    private let downloads: Downloads
    private let givenUp: GivenUp

    /// - Parameters:
    ///   - lanes: items worked at once over all batches.
    ///   - memory: bytes of memory there are for everything that runs here.
    ///   - errands: who asks models; nobody where none are configured.
    ///   - fetcher: who downloads documents of manifest rows; nil where the agent makes no connections.
    ///   - spending: what may be spent, and what a file costs.
    ///   - folders: what each watch folder allows, by its name; a folder that is not there allows everything.
    ///   - places: where a batch is read from and written to.
    ///   - changed: told about every batch whose items moved; from the committer's thread.
    public init(
        store: Store, lanes: Int, memory: Int64, folders: [String: FolderBounds] = [:], workers: WorkerSettings,
        errands: any Errands = NoErrands(), fetcher: Fetcher? = nil,
        spending: (budget: Budget?, prices: FilePrices) = (nil, FilePrices()),
        logger: Logger, places: @escaping @Sendable (Batch) throws -> JobPlaces,
        changed: @escaping @Sendable (Batch) -> Void
    ) {
        let charges = Charges(store: store, budget: spending.budget, prices: spending.prices, errands: errands)
        let dispatcher = Dispatcher(
            store: store, lanes: lanes, memory: memory / Limits.memoryShare, folders: folders, charges: charges,
            logger: logger, places: places, changed: changed)
        let givenUp = GivenUp(store: store, dispatcher: dispatcher, charges: charges, logger: logger)
        let outings = Outings(
            errands: errands, charges: charges, back: { dispatcher.comeBack($0) }, givenUp: { givenUp.end($0) })
        self.dispatcher = dispatcher
        self.outings = outings
        let downloads = Downloads(
            fetcher: fetcher, back: { dispatcher.comeBack($0) }, givenUp: { givenUp.end($0) })
        self.downloads = downloads
        committer = Committer(
            store: store, charges: charges, logger: logger,
            departed: { assignment, leave in
                // The batch may be paused or cancelled by now: nothing more is asked for it.
                if givenUp.isCalledBack(assignment) {
                    givenUp.end(assignment)
                } else {
                    outings.begin(assignment, leave)
                }
            }, changed: changed,
            unwritable: { assignment, failure, wait in
                dispatcher.postpone(assignment, failure: failure, for: wait, isRunning: false)
            }, settled: { dispatcher.settled($0) })
        lane = Lane(
            dispatcher: dispatcher, committer: committer, store: store, workers: workers, errands: errands,
            charges: charges, downloads: downloads, logger: logger)
        self.givenUp = givenUp
        self.lanes = lanes
    }

    /// Works until `close`; returns when every lane is done and everything is settled.
    public func run() {
        let running = DispatchGroup()
        for number in 1...max(lanes, 1) {
            running.enter()
            BlockingThread.start("lane \(number)") { [lane] in
                lane.run()
                running.leave()
            }
        }
        let settled = DispatchSemaphore(value: 0)
        BlockingThread.start("committer") { [committer] in
            committer.run()
            settled.signal()
        }
        running.wait()
        committer.flush()
        outings.stop()
        downloads.stop()
        for assignment in dispatcher.takeReturned() { givenUp.end(assignment) }
        committer.close()
        settled.wait()
    }

    /// Since when something waits to be settled that the stage has not looked at.
    public var unheardSince: Duration? { committer.unheardSince }

    /// Says that the store may have new work.
    public func wake() { dispatcher.wake() }

    /// A provider takes no more questions until a time: the batches that wait for it say so and start nothing.
    public func hold(provider: String, because reason: String, until time: Timestamp) {
        dispatcher.hold(outings.batches(waitingFor: provider), because: reason, until: time)
    }

    /// Says that a batch is about to come, so that workers are ready.
    public func warmUp() { dispatcher.warmUp() }

    /// Has something done with the worker of a lane when no item needs it, and waits for its end; false when the agent
    /// stops before. So the agent never has more workers than lanes.
    public func lend(_ use: @escaping @Sendable (WorkerSlot) -> Void) -> Bool {
        let chore = Chore(use)
        dispatcher.add(chore)
        return chore.wait()
    }

    /// Stops starting items of a batch; when it returns, what had started is recorded in the store.
    public func withdraw(_ batchID: String) {
        dispatcher.withdraw(batchID)
        committer.flush()
        outings.withdraw(batchID)
        downloads.withdraw(batchID)
        committer.flush()
    }

    /// Ends the work; items in flight go back to the store.
    public func close() {
        dispatcher.close()
        committer.hurry()
    }
}

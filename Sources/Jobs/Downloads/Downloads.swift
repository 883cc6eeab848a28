import Linux
import Model
import Providers
import Synchronization

/// The items whose documents are being downloaded; they wait without a lane.
///
/// Has no thread; answers come from the thread of the fetcher. A document lies in `staging/<batch>/<index>.fetched`
/// until its item has an outcome.
final class Downloads: Sendable {
    private struct Download {
        let assignment: Assignment
        let file: File
        var ticket: Fetcher.Ticket?
        var isWithdrawn = false
    }

    private let fetcher: Fetcher?
    private let downloads = Mutex<[ItemKey: Download]>([:])
    private let back: @Sendable (Assignment) -> Void
    private let givenUp: @Sendable (Assignment) -> Void

    /// - Parameters:
    ///   - fetcher: nil where the agent makes no connections.
    ///   - back: an item whose document is there, or that failed to get it.
    ///   - givenUp: an item that was called back before.
    init(
        fetcher: Fetcher?, back: @escaping @Sendable (Assignment) -> Void,
        givenUp: @escaping @Sendable (Assignment) -> Void
    ) {
        self.fetcher = fetcher
        self.back = back
        self.givenUp = givenUp
    }

    /// False where the agent makes no connections.
    var arePossible: Bool { fetcher != nil }

    /// Begins to download the document of an item that has no lane any more into an empty file.
    func begin(_ assignment: Assignment, _ request: FetchRequest, into file: File) {
        let key = ItemKey(assignment)
        guard let fetcher else { return givenUp(assignment) }
        downloads.withLock { $0[key] = Download(assignment: assignment, file: file) }
        let ticket = fetcher.fetch(request, into: file) { [self] result in ended(key, result) }
        let isUnwanted = downloads.withLock { downloads in
            downloads[key]?.ticket = ticket
            return downloads[key]?.isWithdrawn ?? false
        }
        if isUnwanted { fetcher.cancel(ticket) }
    }

    /// Ends the downloads of a batch.
    func withdraw(_ batchID: String) { withdraw { $0.batchID == batchID } }

    /// Ends every download, and each that is begun later.
    func stop() {
        fetcher?.stop()
        withdraw { _ in true }
    }

    private func withdraw(_ isMeant: (ItemKey) -> Bool) {
        let tickets = downloads.withLock { downloads -> [Fetcher.Ticket] in
            let keys = downloads.keys.filter(isMeant)
            for key in keys { downloads[key]?.isWithdrawn = true }
            return keys.compactMap { downloads[$0]?.ticket }
        }
        for ticket in tickets { fetcher?.cancel(ticket) }
    }

    private func ended(_ key: ItemKey, _ result: Result<FetchedFile, Failure>) {
        guard let download = downloads.withLock({ $0.removeValue(forKey: key) }) else { return }
        if case .failure(let failure) = result, failure.code == .cancelled { return givenUp(download.assignment) }
        back(download.assignment.arrived(with: result, in: download.file))
    }
}

/// How the download of a document ended.
enum Arrival: Sendable {
    case file
    case failed(Failure)

    /// Why there is no document; nil when there is.
    var failure: Failure? {
        if case .failed(let failure) = self { return failure }
        return nil
    }
}

extension Assignment {
    /// Where the downloaded document lies in the staging directory of the batch.
    var downloadName: BytePath { BytePath("\(item.sealed.index).fetched") }

    /// The item with its document: only now its size is known.
    fileprivate func arrived(with result: Result<FetchedFile, Failure>, in file: File) -> Assignment {
        var assignment = self
        do {
            _ = try result.get()
            assignment.item.sealed.signature = try file.status().signature
            assignment.bytes = MemorySlots.expectedBytes(of: assignment.item.sealed)
            assignment.arrival = .file
        } catch let failure as Failure {
            assignment.arrival = .failed(failure)
        } catch {
            var failure = Failure(.processingError, "Failed to download file: \(error)", stage: .intake)
            failure.isTransient = true
            assignment.arrival = .failed(failure)
        }
        return assignment
    }

    /// Removes the downloaded document of an item that has an outcome, or goes back to the store.
    func discardDownload() {
        if item.sealed.row?.isRemote == true { try? context.places.staging.removeTree(downloadName) }
    }
}

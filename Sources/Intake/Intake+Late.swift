import Linux
import Model
import Store

extension Intake {
    /// Moves what came into a claimed tree since the seal into a batch of its own; call it before archiving.
    ///
    /// Returns true when something was moved. Throws when it cannot be told or moved: what was never read must not be
    /// archived. Runs on the caller's thread.
    @discardableResult
    public func collectSupplements(of batch: Batch) throws -> Bool {
        guard try collect(batch, { try $0.collect(batch) }) else { return false }
        if let sealed = batch.sealedAt,
            Clock.now().milliseconds - sealed.milliseconds < Limits.supplementWindow.milliseconds
        {
            mailbox.put(.supplemented(folder: batch.folder))
        }
        return true
    }

    /// Moves what came into the originals of a finished batch into a batch of its own.
    ///
    /// True when there was something.
    func lookBack(at id: String) -> Bool {
        do {
            guard let batch = try store.batch(id) else { return false }
            return try collect(batch) { try $0.collectOriginals(of: batch) }
        } catch {
            logger.error("the originals of \(id) cannot be looked at again: \(error)")
            return false
        }
    }

    /// The directories of a folder that were finished shortly before the start.
    func recentDepartures(from folder: String, at now: Duration) -> Departures {
        var departures = Departures()
        let query = BatchQuery(folder: folder, phases: [.done], limit: Limits.rememberedDepartures)
        for batch in ((try? store.batches(query)) ?? []).reversed() where batch.source == .directory {
            guard let finished = batch.finishedAt else { continue }
            let age = Duration.milliseconds(Clock.now().milliseconds - finished.milliseconds)
            if age < Limits.supplementWindow { departures.add(batch.id, since: now - max(.zero, age), at: now) }
        }
        return departures
    }

    private func collect(_ batch: Batch, _ collect: (LateArrivals) throws -> Bool) throws -> Bool {
        guard batch.source != .inPlace, let folder = folders.first(where: { $0.settings.name == batch.folder })
        else { return false }
        guard try collect(LateArrivals(directories: folder, store: store)) else { return false }
        logger.notice("late files became a batch of their own", metadata: ["batch": "\(batch.id)"])
        return true
    }
}

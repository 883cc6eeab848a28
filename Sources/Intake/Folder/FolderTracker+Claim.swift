import Folders
import Linux
import Model
import Store

extension FolderTracker {
    /// Moves a batch into work, verifies that nobody changed it meanwhile, and seals it.
    ///
    /// - Parameter archive: what is moved instead of the items, when those were unpacked from it.
    func claim(
        _ batch: Batch, _ items: [WalkEntry], of candidate: Candidate, moving archive: [WalkEntry]?,
        partials: [BytePath], at now: Duration
    ) {
        let dropped = archive ?? items
        let record = ClaimRecord(batch, ignored: partials)
        let claim = Claim(directories: directories)
        do {
            try claim.prepare(record, items: items.lazy.map(ticking))
            if candidate.place == .inbox {
                try claim.take(record, names: batch.source == .directory ? [] : dropped.map(\.path))
                candidate.place = .work
            }
        } catch {
            if candidate.place == .inbox { giveUp(record, candidate) }
            return hold(candidate, error, at: now)
        }
        do {
            let tree = try directories.claimDirectory(of: batch.id).directory(FolderDirectories.treeName)
            let verification = try Verification(
                of: tree, items: dropped, known: Set(partials), walk: walk(of: candidate.batch), tick: interlude.tick)
            if let difference = verification.difference {
                return putBack(candidate, record, because: difference, at: now)
            }
            if !verification.extras.isEmpty { supplement(batch, verification.extras, of: tree) }
            commit(batch, archive == nil ? verification.items : items, of: candidate, at: now)
        } catch {
            putBack(candidate, record, because: "\(error)", at: now)
        }
    }

    private func ticking(_ entry: WalkEntry) -> WalkEntry {
        interlude.tick()
        return entry
    }

    /// Takes back what a claim that did not come about left in work.
    private func giveUp(_ record: ClaimRecord, _ candidate: Candidate) {
        do {
            guard try directories.work.exists(BytePath(record.id)) else { return }
            // Everything in the claim goes, what was unpacked too.
            candidate.unpacking = .unknown
            _ = try Claim(directories: directories).putBack(record)
        } catch {
            logger.error("a claim cannot be given up: \(error)", metadata: ["batch": "\(record.id)"])
        }
    }

    private func hold(_ candidate: Candidate, _ error: SystemError, at now: Duration) {
        if error.isNotFound { return candidate.schedule(at: now) }
        let failure: Failure =
            if error.isDenied {
                AccessProblem.failure(path: closedPath(of: candidate), error: error)
            } else if error.isStorageFull {
                Failure(.storageFull, "The batch cannot be claimed: \(error)", stage: .intake)
            } else if error.isOtherMount {
                Failure(
                    .processingError, "The batch cannot be moved: \(error)", stage: .intake,
                    resolution: "The inbox and .dropmill beside it must lie on one mount; unmount what lies in between."
                )
            } else {
                Failure(.processingError, "The batch cannot be claimed: \(error)", stage: .intake)
            }
        show(candidate, .stalled, failure: failure, at: now)
        candidate.retry(at: now)
    }

    /// A writer was still there: everything goes back, and the inbox waits longer from now on.
    func putBack(_ candidate: Candidate, _ record: ClaimRecord, because reason: String, at now: Duration) {
        settleDoublings += 1
        if let identity = candidate.identity {
            if putBacks.count >= Limits.rememberedPutBacks { putBacks = [] }
            putBacks.insert(identity)
        }
        candidate.putBacks += 1
        candidate.isWhole = false
        candidate.isKnown = false
        candidate.files = [:]
        candidate.unpacking = .unknown
        candidate.quietSince = now
        logger.notice(
            "a claim is given back, and the inbox waits longer for quiet",
            metadata: ["batch": "\(record.id)", "reason": "\(printable(reason))", "doublings": "\(settleDoublings)"])
        do {
            if try Claim(directories: directories).putBack(record) {
                candidate.place = .inbox
            } else {
                // Somebody uses the name: the claim waits in work until no writer is left.
                logger.notice("the name is taken; the claim waits", metadata: ["batch": "\(record.id)"])
            }
        } catch {
            logger.error("a claim cannot be given back: \(error)", metadata: ["batch": "\(record.id)"])
        }
        candidate.schedule(at: now + Limits.busyLook)
    }

    private func supplement(_ batch: Batch, _ paths: [BytePath], of tree: Directory) {
        do {
            let name = try Supplement(directories: directories).move(
                paths, of: tree, entry: batch.entry, name: batch.name)
            logger.notice("late files become \(printable(name.display))", metadata: ["batch": "\(batch.id)"])
            noteSupplement()
        } catch {
            // They are found again before the tree is archived.
            logger.error("late files cannot be moved: \(error)", metadata: ["batch": "\(batch.id)"])
        }
    }

    // After a transaction that ended in an error nobody knows whether it happened; only the store can say.
    private func sealed(_ batch: Batch) throws(StoreError) -> Batch? {
        guard let known = try store.batch(batch.id), known.phase != .open else { return nil }
        return known
    }

    /// Gives the sealed batch to the store; from here on it is somebody else's.
    func commit(_ batch: Batch, _ items: [WalkEntry], of candidate: Candidate, at now: Duration) {
        do {
            candidate.batch =
                try sealed(batch) ?? Seal(store: store).commit(batch, items: items, betweenSlices: interlude.pause)
            drop(candidate)
            connections.changed(candidate.batch)
            connections.offer(candidate.batch)
            if batch.source == .inPlace { settledInPlace(batch.entry, items) }
        } catch {
            logger.error("a batch cannot be sealed: \(error)", metadata: ["batch": "\(batch.id)"])
            candidate.retry(at: now)
        }
    }
}

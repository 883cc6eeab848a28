import Glibc
import Linux
import Model

extension Lookout {
    /// Turns the records of one read into hints.
    func take(_ records: [UInt8], now: Duration) {
        reads += 1
        for event in InotifyEvents(records) { take(event, now: now) }
        release(pairing.expire(read: reads, now: now))
    }

    private func take(_ event: InotifyEvent, now: Duration) {
        if event.mask.contains(.overflow) { return lostEvents(now: now) }
        guard let node = table[event.watch], let watch = places[node.place] else {
            if event.mask.contains(.ignored) {
                ended.remove(event.watch)
            } else if !ended.contains(event.watch) {
                // An event of a watch nobody knows: the table is wrong.
                distrust(now: now)
            }
            return
        }
        if !event.mask.isDisjoint(with: [.ignored, .unmount, .deleteSelf, .moveSelf]) {
            return takeEnd(event, of: watch, now: now)
        }
        guard let directory = table.path(of: event.watch) else {
            return distrust(now: now)
        }
        if node.parent == nil, isCanary(event.name) {
            return hearCanary(event.name, of: watch)
        }
        takeEntry(event, at: directory.appending(event.name), of: watch, now: now)
    }

    /// The directory of a watch went away or was renamed.
    private func takeEnd(_ event: InotifyEvent, of watch: PlaceWatch, now: Duration) {
        if event.watch == watch.rootWatch {
            return lose(watch, SystemError(code: ENOENT, call: "inotify", subject: watch.path), now: now)
        }
        // Renames below the root come from the parent with both names.
        guard event.mask.contains(.ignored) else { return }
        let path = table.path(of: event.watch)
        let removed = table.removeTree(event.watch)
        end(removed.filter { $0 != event.watch })
        if let path { hint(watch, path, .changed) }
    }

    private func takeEntry(_ event: InotifyEvent, at path: BytePath, of watch: PlaceWatch, now: Duration) {
        let isDirectory = event.mask.contains(.isDirectory)
        let child = isDirectory ? table.child(event.name, of: event.watch) : nil
        if event.mask.contains(.movedFrom) {
            if let child { table.detach(child) }
            let departure = RenamePairing.Departure(place: watch.place, path: path, watch: child)
            pairing.hold(departure, cookie: event.cookie, read: reads, now: now)
        } else if event.mask.contains(.movedTo) {
            takeArrival(event, at: path, of: watch)
        } else if event.mask.contains(.closeWrite) {
            hint(watch, path, .closed)
        } else {
            hint(watch, path, .changed)
            guard isDirectory, !event.name.isEmpty else { return }
            if event.mask.contains(.delete) {
                // Its watch ends with an event of its own, perhaps only after a successor was made.
                if let child { table.detach(child) }
            } else if event.mask.contains(.create) || child == nil {
                watchNew(event.name, in: event.watch, of: watch, isFull: false, reports: true)
            }
        }
    }

    private func takeArrival(_ event: InotifyEvent, at path: BytePath, of watch: PlaceWatch) {
        let departure = pairing.take(cookie: event.cookie)
        let isDirectory = event.mask.contains(.isDirectory)
        if let departure, departure.place == watch.place {
            if let moved = departure.watch, !table.isAttached(moved) { table.move(moved, to: event.watch, event.name) }
            hint(watch, path, .renamed(from: departure.path))
            // What was made in it just before was looked for under its former name, in vain.
            if isDirectory { watchNew(event.name, in: event.watch, of: watch, isFull: true, reports: true) }
            return
        }
        if let departure { release([departure]) }
        // Watched first: whoever looks because of the hint must not miss what comes after the look.
        if isDirectory { watchNew(event.name, in: event.watch, of: watch, isFull: true, reports: false) }
        hint(watch, path, .arrived)
    }

    /// Entries that left their place for good.
    func release(_ departures: [RenamePairing.Departure]) {
        for departure in departures {
            guard let watch = places[departure.place] else { continue }
            hint(watch, departure.path, .changed)
            // A directory that came back by a second rename was found again already.
            if let left = departure.watch, table[left] != nil, !table.isAttached(left) { end(table.removeTree(left)) }
        }
    }

    /// The kernel or the reader dropped events: everything may have changed.
    func lostEvents(now: Duration) {
        overflows += 1
        distrust(now: now)
    }

    /// Plans a recovery, soon but not again and again.
    private func distrust(now: Duration) {
        let earliest = recoveredAt.map { $0 + Limits.overflowPause } ?? now
        recoverAt = recoverAt ?? max(now, earliest)
    }

    /// Adds the watches that the lost events would have led to, then asks for a walk of every place.
    func recover(now: Duration) {
        recoverAt = nil
        recoveredAt = now
        ended = []
        logger.warning("events were lost, every place is looked at again (\(overflows) times so far)")
        for watch in places.values where watch.identity != nil {
            forgetCanary(of: watch)
            do throws(SystemError) {
                if watch.isInbox, watch.rootWatch != nil { try rewatch(watch, reports: false) }
                hint(watch, .here, .rescan)
            } catch {
                lose(watch, error, now: now)
            }
        }
    }
}

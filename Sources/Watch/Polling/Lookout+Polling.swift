import Linux
import Model

extension Lookout {
    /// Starts to poll a tree whose present state is covered by a hint to walk it.
    func startPolling(_ watch: PlaceWatch, in root: Directory) throws(SystemError) {
        var scanner = PollScanner(top: .here, isDeep: watch.isInbox)
        _ = try scanner.scan(root)
        watch.scanners[.here] = scanner
    }

    /// Starts to poll a directory that cannot be watched although the place is.
    func pollSubtree(_ top: BytePath, of watch: PlaceWatch, reports: Bool) throws(SystemError) {
        guard watch.scanners[top] == nil else { return }
        var scanner = PollScanner(top: top, isDeep: watch.isInbox)
        let found = try scanner.scan(watch.directory())
        watch.scanners[top] = scanner
        if reports { for path in found { hint(watch, path, .changed) } }
        if watch.timers[.poll] == nil { watch.timers[.poll] = .zero }
    }

    /// Looks at every polled tree of a place once.
    func poll(_ watch: PlaceWatch, now: Duration) throws(SystemError) {
        let root = try watch.directory()
        var hasChanged = false
        for (top, var scanner) in watch.scanners {
            do throws(SystemError) {
                let changed = try scanner.scan(root)
                watch.scanners[top] = scanner
                hasChanged = hasChanged || !changed.isEmpty
                for path in changed where !isCanary(path) { hint(watch, path, .changed) }
            } catch {
                if top.isEmpty { throw error }
                watch.scanners[top] = nil
                hint(watch, top, .changed)
            }
        }
        let wait = watch.pace.wait(changed: hasChanged, isBusy: watch.isBusy)
        watch.timers[.poll] = watch.scanners.isEmpty ? nil : now.next(every: wait)
    }
}

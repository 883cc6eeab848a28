import Model

/// Decides which downloads run: so many in all, so many from one host, in the order they came.
struct FetchQueue<ID: Hashable & Sendable>: Sendable {
    private var waiting: [(id: ID, host: String)] = []
    private var running: [ID: String] = [:]
    private var perHost: [String: Int] = [:]

    /// Adds a download from a host.
    mutating func add(_ id: ID, host: String) {
        waiting.append((id, host))
    }

    /// The next one to begin, counted as running from now on; nil when none may.
    mutating func next() -> ID? {
        guard running.count < Limits.fetchesAtOnce,
            let index = waiting.firstIndex(where: { perHost[$0.host, default: 0] < Limits.fetchesPerHost })
        else { return nil }
        let (id, host) = waiting.remove(at: index)
        running[id] = host
        perHost[host, default: 0] += 1
        return id
    }

    /// Forgets a download, waiting or running.
    mutating func remove(_ id: ID) {
        waiting.removeAll { $0.id == id }
        guard let host = running.removeValue(forKey: id), let count = perHost[host] else { return }
        perHost[host] = count == 1 ? nil : count - 1
    }
}

import Model

/// Waits for the second half of a rename: the kernel always queues `MOVED_FROM` first, but a read may end between them.
struct RenamePairing {
    /// The first half of a rename.
    struct Departure: Equatable {
        let place: WatchedPlace
        /// The former path, relative to the place.
        let path: BytePath
        /// Watch of a directory that was watched.
        let watch: Int32?
    }

    private struct Held {
        let departure: Departure
        let cookie: UInt32
        let read: Int
        let until: Duration
    }

    private var held: [Held] = []

    /// When the oldest half has waited long enough; nil when none waits.
    var deadline: Duration? { held.first?.until }

    /// Keeps a first half that came with read number `read`.
    mutating func hold(_ departure: Departure, cookie: UInt32, read: Int, now: Duration) {
        held.append(Held(departure: departure, cookie: cookie, read: read, until: now + Limits.renamePairing))
    }

    /// The first half for a second one; nil means that the entry came from outside.
    mutating func take(cookie: UInt32) -> Departure? {
        guard let index = held.firstIndex(where: { $0.cookie == cookie }) else { return nil }
        return held.remove(at: index).departure
    }

    /// The halves that stay alone: their time is up, or a read after theirs brought nothing.
    mutating func expire(read: Int, now: Duration) -> [Departure] {
        let alone = held.filter { $0.until <= now || $0.read < read }
        if !alone.isEmpty { held.removeAll { $0.until <= now || $0.read < read } }
        return alone.map(\.departure)
    }
}

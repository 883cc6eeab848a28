import Model

/// Which finished directories to look into again: a writer that stands in one writes on wherever it was moved.
///
/// No clock, no disk. What it forgets in a restart is found again in the store.
struct Departures {
    private struct Departure {
        let id: String
        let since: Duration
        var due: Duration
    }

    private var departures: [Departure] = []

    /// When the next look is due; nil when none is.
    var due: Duration? { departures.map(\.due).min() }

    /// Remembers a batch that is finished since a moment; the oldest is forgotten when there are too many.
    mutating func add(_ id: String, since: Duration, at now: Duration) {
        departures.removeAll { $0.id == id }
        if departures.count >= Limits.rememberedDepartures { departures.removeFirst() }
        departures.append(Departure(id: id, since: since, due: max(now, since + Limits.firstLateLook)))
    }

    /// The batches to look into now; each look is twice as late as the one before.
    mutating func take(at now: Duration) -> [String] {
        var ids: [String] = []
        for index in departures.indices where departures[index].due <= now {
            ids.append(departures[index].id)
            let elapsed = max(Limits.firstLateLook, now - departures[index].since)
            departures[index].due = departures[index].since + elapsed * 2
        }
        departures.removeAll { $0.due > $0.since + Limits.supplementWindow * 2 }
        return ids
    }
}

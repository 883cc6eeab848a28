import Model

/// The hours of a day in which items of a folder may start; no clock.
struct WorkWindow: Sendable, Equatable {
    /// Whether items may start.
    enum Verdict: Equatable {
        case open
        /// Until the next beginning of the window.
        case closed(until: Timestamp)
    }

    private let schedule: WatchFolder.Schedule
    /// Shifts a moment so that its civil fields show local time; the C library knows about daylight saving.
    private let local: @Sendable (Timestamp) -> Timestamp

    init(_ schedule: WatchFolder.Schedule, local: @escaping @Sendable (Timestamp) -> Timestamp) {
        self.schedule = schedule
        self.local = local
    }

    static func == (left: WorkWindow, right: WorkWindow) -> Bool { left.schedule == right.schedule }

    /// Whether the window is open at a moment.
    func verdict(at now: Timestamp) -> Verdict {
        let there = local(now).milliseconds
        // Times before 1970 are a clock that was never set; any answer is right that does not trap.
        let sinceMidnight = ((there % Self.day) + Self.day) % Self.day
        let minute = Int(sinceMidnight / Self.minute)
        let isOpen =
            schedule.from <= schedule.to
            ? (schedule.from..<schedule.to).contains(minute) : minute >= schedule.from || minute < schedule.to
        if isOpen { return .open }
        let start = there - sinceMidnight + Int64(schedule.from) * Self.minute
        return .closed(until: utc(ofLocal: start > there ? start : start + Self.day, after: now))
    }

    /// Why a batch waits, in plain words.
    var reason: String {
        "the schedule of the folder allows work from \(Self.text(schedule.from)) to \(Self.text(schedule.to))"
    }

    // Between now and then clocks may be put forward or back: the offset of the answer counts, not that of now.
    private func utc(ofLocal wanted: Int64, after now: Timestamp) -> Timestamp {
        var found = now
        for _ in 0..<2 {
            found = Timestamp(milliseconds: wanted - (local(found).milliseconds - found.milliseconds))
        }
        return max(found, now.adding(milliseconds: Self.minute))
    }

    private static let minute: Int64 = 60_000
    private static let day: Int64 = 86_400_000

    private static func text(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}

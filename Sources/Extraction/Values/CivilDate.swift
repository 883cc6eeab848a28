/// A day of the calendar, with a time of day where the text has one.
public struct CivilDate: Sendable, Hashable, Comparable {
    public var year: Int
    public var month: Int
    public var day: Int
    /// `HH:MM:SS`, or nil.
    public var time: String?

    /// Nil for a day that the calendar does not have, or of a year that no document has.
    public init?(year: Int, month: Int, day: Int) {
        guard (1800...2200).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        guard day <= Self.days(inMonth: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// How many days a month from 1 to 12 has.
    static func days(inMonth month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// `YYYY-MM-DD`.
    public var iso: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

    /// `YYYY-MM-DDTHH:MM:SSZ`; midnight where no time was given.
    public var isoWithTime: String { iso + "T" + (time ?? "00:00:00") + "Z" }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

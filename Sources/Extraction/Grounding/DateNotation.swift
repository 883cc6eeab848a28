import Model

/// The ways in which documents write a day in digits: `2018-03-05` is `05.03.2018`, `3/5/18` and `20180305`. Days with
/// the name of their month are found by `NamedDates`.
enum DateNotation {
    static func all(of text: String) -> [Notation] {
        guard let day = Day(text) else { return [] }
        var notations: [Notation] = []
        let years = [pad(day.year, 4), pad(day.year % 100, 2)]
        let months = Set([pad(day.month, 2), String(day.month)])
        let days = Set([pad(day.day, 2), String(day.day)])
        for year in years {
            for month in months {
                for number in days {
                    for groups in [[number, month, year], [month, number, year], [year, month, number]] {
                        let pattern = Array(groups.joined().utf8)
                        notations.append(
                            Notation(pattern: pattern) { found in
                                closeness(found, groups, isISO: groups[0].utf8.count == 4)
                            })
                    }
                }
            }
        }
        for month in months {
            for number in days {
                let text = "\(years[0])年\(month)月\(number)日"
                notations.append(Notation(pattern: WordPieces.bytes(of: text)) { _ in .converted })
            }
        }
        return Array(notations.prefix(Limits.groundingNotations))
    }

    private static func closeness(
        _ found: Notation.FoundText, _ groups: [String], isISO: Bool
    ) -> Notation.Closeness? {
        if found.before.last?.isNumber == true || found.after.first?.isNumber == true { return nil }
        let parts = found.text.split { !$0.isNumber }.map(String.init)
        let isCompact = parts.count == 1 && groups.joined().utf8.count == 8
        guard parts == groups || isCompact else { return nil }
        let marks = Set(found.text.filter { !$0.isNumber && $0 != " " })
        guard marks.count <= 1, marks.allSatisfy({ "./-–年月日".contains($0) }) else { return nil }
        return isISO && found.text.contains("-") ? .exact : .converted
    }

    private static func pad(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}

/// A day of the calendar.
struct Day: Hashable {
    var year: Int
    var month: Int
    var day: Int

    /// Reads a text that begins with `YYYY-MM-DD`.
    init?(_ text: String) {
        let date = text.prefix(10)
        guard StringFormat.isDate(date) else { return nil }
        let parts = date.split(separator: "-").compactMap { Int($0) }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }
}

/// Days written with the name of their month, in any language whose months are known.
struct NamedDates {
    private var runs: [Day: [Range<Int>]] = [:]

    /// Finds all of them.
    init(_ index: WordIndex) {
        for token in 0..<index.tokenWords.count {
            let text = index.text(of: token)
            guard text.count >= 3, text.count <= 12, !text.allSatisfy({ (0x30...0x39).contains($0) }),
                let month = Months.number(String(decoding: text, as: UTF8.self))
            else { continue }
            for (day, run) in Self.days(around: token, month: month, index) { runs[day, default: []].append(run) }
        }
    }

    /// The places of a day.
    subscript(day: Day) -> [Range<Int>] { runs[day] ?? [] }

    /// `5. März 2018`, `5th of March, 2018`, `March 5, 2018`, `2018 March 5`.
    private static func days(around token: Int, month: Int, _ index: WordIndex) -> [(Day, Range<Int>)] {
        let before = number(near: token, by: -1, index)
        let after = number(near: token, by: 1, index)
        var found: [(Day, Range<Int>)] = []
        func add(_ day: Int, _ year: Int, _ first: Int, _ last: Int) {
            guard (1...31).contains(day) else { return }
            let full = year < 100 ? (year < 70 ? 2000 : 1900) + year : year
            guard (1000...9999).contains(full) else { return }
            found.append((Day(year: full, month: month, day: day), first..<last + 1))
        }
        if let before, let after {
            add(before.value, after.value, before.token, after.token)
            if before.value > 31 { add(after.value, before.value, before.token, after.token) }
        }
        if let after, let year = number(near: after.token, by: 1, index), year.value > 31 || before == nil {
            add(after.value, year.value, token, year.token)
        }
        return found
    }

    /// The next number, over one ordinal sign or small word such as `th`, `of` or `de`.
    private static func number(near token: Int, by step: Int, _ index: WordIndex) -> (value: Int, token: Int)? {
        var place = token + step
        for _ in 0..<3 where index.tokenWords.indices.contains(place) {
            let text = index.text(of: place)
            if text.count <= 4, let value = Int(String(decoding: text, as: UTF8.self)) { return (value, place) }
            guard text.count <= 3 else { return nil }
            place += step
        }
        return nil
    }
}

import Model

/// Reads the keys of one mapping with their types; what does not fit is noted and read as if it were not there.
struct MappingReader {
    let log: ProblemLog
    /// Keys from the outermost to this mapping, empty for the outermost: `folders[0].limits`.
    let path: String
    /// Where the mapping was written.
    let place: SourcePlace
    private let members: [SourceValue.Member]

    /// Notes every key that is not in `known`; `elsewhere` tells where keys of other mappings belong.
    init?(
        _ value: SourceValue, path: String, known: [String], elsewhere: [String: String] = [:], log: ProblemLog
    ) {
        self.log = log
        self.path = path
        place = value.place
        guard let members = value.members else {
            let subject = path.isEmpty ? "the file" : "`\(path)`"
            let found = value.json.quoted
            log.report(.wrongType, "\(subject) is \(found), but must be a mapping of keys to values", at: value.place)
            return nil
        }
        self.members = members
        for member in members where !known.contains(member.key) {
            let key = printable(name(member.key))
            let nearest = nearestName(to: member.key, among: known)
            let hint =
                elsewhere[member.key].map { "it belongs \($0)" } ?? nearest.map { "did you mean `\($0)`?" }
                ?? "known here: \(known.joined(separator: ", "))"
            log.report(.unknownKey, "unknown key `\(key)`; \(hint)", at: member.place, nearest: nearest)
        }
    }

    /// The path of a key of this mapping.
    func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// Where a key was written; the mapping itself when it was not.
    func place(of key: String) -> SourcePlace { members.first { $0.key == key }?.place ?? place }

    /// What was written behind a key; nil when it is absent or null.
    func value(_ key: String) -> SourceValue? {
        members.first { $0.key == key }.flatMap { $0.value.isNull ? nil : $0.value }
    }

    /// Notes a key that must be there and is not; false then.
    @discardableResult
    func require(_ key: String) -> Bool {
        if value(key) != nil { return true }
        log.report(.missingKey, "`\(name(key))` is missing", at: place(of: key))
        return false
    }

    /// Notes that the value of a key is of a wrong type or not allowed.
    func refuse(
        _ key: String, _ code: SettingsProblem.Code, mustBe needed: String, found value: SourceValue? = nil,
        nearest: String? = nil
    ) {
        let found = (value ?? self.value(key))?.json.quoted ?? "null"
        let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
        log.report(
            code, "`\(name(key))` is \(found), but must be \(needed)\(hint)", at: value?.place ?? place(of: key),
            nearest: nearest)
    }

    /// A text, quoted or not; nil when absent or refused.
    func text(_ key: String) -> String? {
        guard let value = value(key) else { return nil }
        if let text = value.json.string { return text }
        refuse(key, .wrongType, mustBe: "a text (in quotes when it looks like a number)")
        return nil
    }

    /// `true` or `false`.
    func flag(_ key: String, default fallback: Bool) -> Bool {
        guard let value = value(key) else { return fallback }
        if let flag = value.json.bool { return flag }
        refuse(key, .wrongType, mustBe: "true or false")
        return fallback
    }

    /// A whole number within a range; `alternative` is a word the caller accepts too.
    func integer(_ key: String, in range: ClosedRange<Int64>, or alternative: String? = nil) -> Int? {
        guard let value = value(key) else { return nil }
        guard case .scalar(.integer(let number)) = value.content, range.contains(number) else {
            let isNumber = value.json.number != nil
            let limits =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            let word = alternative.map { "`\($0)` or " } ?? ""
            refuse(key, isNumber ? .notAllowed : .wrongType, mustBe: "\(word)a whole number, \(limits)")
            return nil
        }
        return Int(number)
    }

    /// A number of bytes such as `100MB`.
    func size(_ key: String) -> Int64? {
        guard let value = value(key) else { return nil }
        if let bytes = Quantity.size(value.json) { return bytes }
        refuse(key, .wrongType, mustBe: "a size such as 512KiB, 100MB or a number of bytes")
        return nil
    }

    /// A time such as `30m`.
    func duration(_ key: String, in range: ClosedRange<Duration>) -> Duration? {
        guard let value = value(key) else { return nil }
        guard let duration = Quantity.duration(value.json) else {
            refuse(key, .wrongType, mustBe: "a duration such as 500ms, 10s, 30m, 24h or 30d")
            return nil
        }
        guard range.contains(duration) else {
            let (low, high) = (Quantity.text(range.lowerBound), Quantity.text(range.upperBound))
            refuse(key, .notAllowed, mustBe: "from \(low) to \(high)")
            return nil
        }
        return duration
    }

    /// A time of day such as `"18:00"`, in minutes after midnight.
    func timeOfDay(_ key: String) -> Int? {
        guard let value = value(key) else { return nil }
        if let minutes = Quantity.timeOfDay(value.json) { return minutes }
        refuse(key, .wrongType, mustBe: "a time of day in quotes, from \"00:00\" to \"23:59\"")
        return nil
    }

    /// One of the words of an enumeration; `unbuilt` ones are in the contract and not available yet.
    func choice<Choice: RawRepresentable<String> & CaseIterable & Equatable>(
        _ key: String, default fallback: Choice, unbuilt: [Choice] = []
    ) -> Choice {
        guard let value = value(key) else { return fallback }
        let words = Choice.allCases.map(\.rawValue)
        guard let choice = value.json.string.flatMap(Choice.init(rawValue:)) else {
            let nearest = value.json.string.flatMap { nearestName(to: $0, among: words) }
            let code = value.json.string == nil ? SettingsProblem.Code.wrongType : .notAllowed
            refuse(key, code, mustBe: "one of \(words.joined(separator: ", "))", nearest: nearest)
            return fallback
        }
        if unbuilt.contains(choice) {
            log.report(
                .notAvailable, "`\(name(key))` is \(value.json.quoted), which is not available in this version",
                at: place(of: key))
        }
        return choice
    }

    /// A list of texts that all pass `accept`, which names what is needed.
    func texts(_ key: String, of needed: String, accept: (String) -> Bool) -> [String] {
        guard let value = value(key) else { return [] }
        guard case .list(let values) = value.content, values.count <= Limits.settingsListEntries else {
            refuse(key, .wrongType, mustBe: "a list of at most \(Limits.settingsListEntries) entries")
            return []
        }
        return values.compactMap { element in
            if let text = element.json.string, accept(text) { return text }
            refuse(
                key, element.json.string == nil ? .wrongType : .notAllowed, mustBe: "a list of \(needed)",
                found: element)
            return nil
        }
    }

    /// A reader of the mapping behind a key.
    func mapping(_ key: String, known: [String]) -> MappingReader? {
        value(key).flatMap { MappingReader($0, path: name(key), known: known, log: log) }
    }

    /// The keys of this mapping with their places, in the order they were written.
    var keys: [(key: String, place: SourcePlace)] { members.map { ($0.key, $0.place) } }
}

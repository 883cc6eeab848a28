/// Compares parameters with their table and collects what does not fit.
struct ParameterCheck {
    private(set) var problems: [ParameterProblem] = []

    /// Checks the members of an object; `path` is that of the object, empty for the outermost.
    mutating func members(_ object: JSONObject, of table: [Parameter], at path: String) {
        for (key, value) in object.members {
            let place = path.isEmpty ? key : path + "." + key
            guard let parameter = table.first(where: { $0.name == key }) else {
                unknown(key, at: place, among: table.map(\.name))
                continue
            }
            if value.isNull { continue }
            let before = problems.count
            check(value, parameter.kind, at: place)
            if problems.count == before, !parameter.isBuilt, value != parameter.fallback {
                let only = String(decoding: JSONWriter.bytes(of: parameter.fallback), as: UTF8.self)
                refuse(.notAvailable, place, "can only be \(only): another value is not available in this version")
            }
        }
    }

    private mutating func check(_ value: JSONValue, _ kind: Parameter.Kind, at path: String) {
        switch kind {
        case .flag: if value.bool == nil { wrongType(value, "true or false", at: path) }
        case .integer(let range): integer(value, range, at: path)
        case .number(let range): number(value, range, at: path)
        case .text: text(value, at: path)
        case .collection: collection(value, at: path)
        case .secret: secret(value, at: path)
        case .pages: pages(value, at: path)
        case .choice(let built, let unbuilt): choice(value, built, unbuilt, at: path)
        case .list(let element): list(value, of: element, at: path)
        case .members(let table):
            guard let object = value.object else { return wrongType(value, "a mapping", at: path) }
            members(object, of: table, at: path)
        case .schema:
            if value.object == nil, value.string == nil { wrongType(value, "a schema as a mapping or text", at: path) }
        }
    }

    private mutating func integer(_ value: JSONValue, _ range: ClosedRange<Int64>, at path: String) {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard value.number != nil else { return wrongType(value, allowed, at: path) }
        guard let integer = value.integer, range.contains(integer) else { return notAllowed(value, allowed, at: path) }
    }

    private mutating func number(_ value: JSONValue, _ range: ClosedRange<Double>, at path: String) {
        let allowed = "a number from \(Self.shown(range.lowerBound)) to \(Self.shown(range.upperBound))"
        guard let number = value.number else { return wrongType(value, allowed, at: path) }
        if !range.contains(number) { notAllowed(value, allowed, at: path) }
    }

    private mutating func text(_ value: JSONValue, at path: String) {
        guard let text = value.string else { return wrongType(value, "a text", at: path) }
        if text.utf8.count > Limits.parameterTextBytes {
            refuse(.notAllowed, path, "is longer than \(Limits.parameterTextBytes) bytes")
        }
    }

    private mutating func collection(_ value: JSONValue, at path: String) {
        guard let text = value.string else { return wrongType(value, "the id of a collection", at: path) }
        if !CollectionName.isValid(text) { notAllowed(value, CollectionName.rule, at: path) }
    }

    private mutating func secret(_ value: JSONValue, at path: String) {
        if value.string != nil { return }
        let isNamed =
            value.object.map { $0.members.count == 1 && ($0["env"]?.string ?? $0["file"]?.string) != nil } ?? false
        if isNamed { return }
        refuse(
            .wrongType, path,
            "must be a text, in quotes when it is made of digits, or {env: NAME} or {file: PATH}")
    }

    private mutating func pages(_ value: JSONValue, at path: String) {
        let allowed = "page numbers and ranges such as \"1,3,5-8\""
        guard let text = value.string else { return wrongType(value, allowed, at: path) }
        let fits = text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(Self.page)
            guard let first = ends.first, let last = ends.last else { return false }
            return 1 <= first && first <= last && last <= Limits.pageNumber
        }
        if !fits { notAllowed(value, allowed, at: path) }
    }

    /// The number of a page with blanks around it; 0, which is no page, for anything else.
    private static func page(_ text: Substring) -> Int64 {
        let trimmed = text.drop { $0 == " " }
        guard let last = trimmed.lastIndex(where: { $0 != " " }) else { return 0 }
        return Int64(trimmed[...last]) ?? 0
    }

    private mutating func choice(_ value: JSONValue, _ built: [String], _ unbuilt: [String], at path: String) {
        let allowed = (built + unbuilt).joined(separator: ", ")
        guard let word = value.string else { return wrongType(value, "one of \(allowed)", at: path) }
        if built.contains(word) { return }
        guard unbuilt.contains(word) else {
            let nearest = nearestName(to: word, among: built + unbuilt)
            return notAllowed(value, "one of \(allowed)", at: path, nearest: nearest)
        }
        refuse(.notAvailable, path, "is \(value.quoted), which is not available in this version")
    }

    private mutating func list(_ value: JSONValue, of kind: Parameter.Kind, at path: String) {
        guard let values = value.array else {
            if case .secret = kind { return refuse(.wrongType, path, "must be a list") }
            return wrongType(value, "a list", at: path)
        }
        if values.count > Limits.parameterListEntries {
            return refuse(.notAllowed, path, "has more than \(Limits.parameterListEntries) entries")
        }
        for (index, element) in values.enumerated() { check(element, kind, at: "\(path)[\(index)]") }
    }

    private mutating func unknown(_ key: String, at path: String, among known: [String]) {
        let nearest = nearestName(to: key, among: known)
        let hint = nearest.map { "did you mean `\($0)`?" } ?? "known here: \(known.joined(separator: ", "))"
        problems.append(
            ParameterProblem(
                code: .unknown, path: path, message: "unknown parameter `\(printable(path))`; \(hint)", nearest: nearest
            ))
    }

    private mutating func wrongType(_ value: JSONValue, _ needed: String, at path: String) {
        refuse(.wrongType, path, "is \(value.quoted), but must be \(needed)")
    }

    private mutating func notAllowed(_ value: JSONValue, _ allowed: String, at path: String, nearest: String? = nil) {
        let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
        refuse(.notAllowed, path, "is \(value.quoted), but must be \(allowed)\(hint)", nearest: nearest)
    }

    private mutating func refuse(
        _ code: ParameterProblem.Code, _ path: String, _ message: String, nearest: String? = nil
    ) {
        problems.append(
            ParameterProblem(code: code, path: path, message: "`\(printable(path))` \(message)", nearest: nearest))
    }

    private static func shown(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(number)
    }
}

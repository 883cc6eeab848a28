extension JobParameters {
    /// Names of the columns of a manifest that set a parameter for one row: a parameter of the type by its dotted path,
    /// such as `ocr.languages`, and those that people set for single documents by their last name too.
    public static func columns(for type: JobType) -> [String] {
        leaves(of: Parameter.table(for: type)).map { $0.path.joined(separator: ".") }
            + shortNames.filter { short in leaf(named: short, for: type) != nil }
    }

    /// What the text of a cell sets, as parameters that hold nothing else; nil when there is no such column.
    ///
    /// Lists are divided by semicolons, or by commas where there is none. What cannot be read stays a text, so that
    /// the check of the parameters says what is wrong with it.
    public static func parameters(from text: String, column: String, for type: JobType) -> JSONObject? {
        guard let leaf = leaf(named: column, for: type) else { return nil }
        var value = value(of: text, leaf.kind)
        for key in leaf.path.reversed() { value = .object(JSONObject([(key, value)])) }
        return value.object
    }

    /// Parameters with those of another set over them, member by member.
    public static func merged(_ base: JSONObject, with other: JSONObject) -> JSONObject {
        var result = base
        for (key, value) in other.members {
            if let inner = value.object, let below = base[key]?.object {
                result[key] = .object(merged(below, with: inner))
            } else {
                result[key] = value
            }
        }
        return result
    }

    private typealias Leaf = (path: [String], kind: Parameter.Kind)

    /// Short names of columns with the parameters they stand for.
    private static let shortForms = [
        "target_pages": ["page_ranges", "target_pages"], "max_pages": ["page_ranges", "max_pages"],
        "languages": ["ocr", "languages"], "password": ["passwords"],
    ]
    private static let shortNames = shortForms.keys.sorted()

    private static func leaf(named column: String, for type: JobType) -> Leaf? {
        let path = shortForms[column] ?? column.split(separator: ".").map(String.init)
        return leaves(of: Parameter.table(for: type)).first { $0.path == path }
    }

    private static func leaves(of table: [Parameter], below path: [String] = []) -> [Leaf] {
        table.flatMap { parameter -> [Leaf] in
            guard case .members(let inner) = parameter.kind else { return [(path + [parameter.name], parameter.kind)] }
            return leaves(of: inner, below: path + [parameter.name])
        }
    }

    private static func value(of text: String, _ kind: Parameter.Kind) -> JSONValue {
        switch kind {
        case .flag:
            switch text.lowercased() {
            case "true", "yes", "1": true
            case "false", "no", "0": false
            default: .string(text)
            }
        case .integer: Int64(text).map(JSONValue.integer) ?? .string(text)
        case .number: Double(text).map(JSONValue.number) ?? .string(text)
        // A password may hold any character.
        case .list(of: .secret): .array([.string(text)])
        case .list(let element): .array(parts(of: text).map { value(of: $0, element) })
        case .text, .collection, .secret, .pages, .choice, .members, .schema: .string(text)
        }
    }

    private static func parts(of text: String) -> [String] {
        let divider: Character = text.contains(";") ? ";" : ","
        return text.split(separator: divider).map { part in
            let start = part.drop(while: \.isWhitespace)
            return String(start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? "")
        }.filter { !$0.isEmpty }
    }
}

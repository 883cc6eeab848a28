import Model
import Yams

/// Reads one YAML document of our own into values with their places.
///
/// Only the part of YAML that a configuration needs: no anchors, aliases, tags or merge keys, texts as keys, and only
/// `true` and `false` as truth values. Quoted values are always texts.
enum YAMLReader {
    /// What kept a text from being read; the file is added by the caller.
    struct Refusal: Error {
        let code: SettingsProblem.Code
        let message: String
        let place: SourcePlace?
    }

    /// The value of a text; nil when it holds nothing but comments.
    static func read(_ text: String) throws(Refusal) -> SourceValue? {
        do {
            // No resolver: types are told apart below, and regular expressions cost start-up time.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else { return nil }
            // Nodes refer to their anchors weakly; the parser owns them.
            return try withExtendedLifetime(parser) { try value(root, depth: 0) }
        } catch let refusal as Refusal {
            throw refusal
        } catch let error as YamlError {
            throw refusal(for: error)
        } catch {
            throw Refusal(code: .syntax, message: "not readable as YAML: \(printable("\(error)"))", place: nil)
        }
    }

    private static func value(_ node: Node, depth: Int) throws(Refusal) -> SourceValue {
        let place = place(of: node)
        if node.anchor != nil { throw refusal("anchors and aliases are not accepted here", at: place) }
        if depth > Limits.jsonDepth { throw refusal("nested deeper than \(Limits.jsonDepth) levels", at: place) }
        switch node {
        case .scalar(let scalar):
            try refuseTag(scalar.tag, except: scalar.style == .plain ? nil : .str, at: place)
            return SourceValue(
                content: .scalar(scalar.style == .plain ? plain(scalar.string) : .string(scalar.string)), place: place)
        case .sequence(let sequence):
            try refuseTag(sequence.tag, except: .seq, at: place)
            var values: [SourceValue] = []
            for element in sequence { values.append(try value(element, depth: depth + 1)) }
            return SourceValue(content: .list(values), place: place)
        case .mapping(let mapping):
            try refuseTag(mapping.tag, except: .map, at: place)
            var members: [SourceValue.Member] = []
            for (key, element) in mapping { members.append(try member(key, element, depth: depth + 1)) }
            return SourceValue(content: .mapping(members), place: place)
        case .alias: throw refusal("anchors and aliases are not accepted here", at: place)
        }
    }

    // Yams gives quoted texts and what it has looked at the tag of their kind.
    private static func refuseTag(_ tag: Tag, except own: Tag.Name?, at place: SourcePlace) throws(Refusal) {
        let accepted = [.implicit, .nonSpecific, own].compactMap { $0?.rawValue }
        if !accepted.contains(tag.rawValue) { throw refusal("tags are not accepted here", at: place) }
    }

    private static func member(_ key: Node, _ element: Node, depth: Int) throws(Refusal) -> SourceValue.Member {
        let place = place(of: key)
        guard case .scalar(let name) = key, key.anchor == nil else {
            throw refusal("a key must be a plain word", at: place)
        }
        if name.string == "<<" { throw refusal("merge keys are not accepted here", at: place) }
        return SourceValue.Member(key: name.string, place: place, value: try value(element, depth: depth))
    }

    /// The value of a scalar without quotes, after the core schema of YAML 1.2.
    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: break
        }
        if let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) {
            if let integer = Int64(text) { return .integer(integer) }
            let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) }
            if isDecimal, let number = Double(text), number.isFinite { return .number(number) }
        }
        return .string(text)
    }

    private static func place(of node: Node) -> SourcePlace {
        node.mark.map { SourcePlace(line: $0.line, column: $0.column) } ?? .start
    }

    private static func refusal(_ message: String, at place: SourcePlace) -> Refusal {
        Refusal(code: .syntax, message: message, place: place)
    }

    private static func refusal(for error: YamlError) -> Refusal {
        func place(_ mark: Mark) -> SourcePlace { SourcePlace(line: mark.line, column: mark.column) }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return refusal("not valid YAML: \(problem)", at: place(mark))
        case .duplicatedKeysInMapping(let names, let context):
            let shown = names.map { "`\(printable($0))`" }.joined(separator: ", ")
            return Refusal(
                code: .duplicateKey, message: "\(shown) is set more than once in this mapping",
                place: place(context.mark))
        case .reader(let problem, _, _, _):
            return Refusal(code: .syntax, message: "not valid YAML: \(problem)", place: nil)
        default: return Refusal(code: .syntax, message: "not readable as YAML", place: nil)
        }
    }
}

import Model
import PCRE2

/// Why a part of a template gives nothing.
struct TemplateProblem: Error, Equatable {
    var message: String
}

/// The patterns of a template, compiled when they are first used, and the time they may still take.
final class TemplatePatterns {
    private var compiled: [String: Pattern] = [:]
    private var failures = 0
    private let end: Int64

    init() {
        end = PatternSearchClock.now() + Limits.templateSearch.components.seconds * 1_000_000_000
    }

    /// True where the template has taken more than it may.
    var isExhausted: Bool { failures >= Limits.templateFailures || PatternSearchClock.now() > end }

    /// A pattern in Python's syntax.
    func pattern(_ source: String) throws(TemplateProblem) -> Pattern {
        if let known = compiled[source] { return known }
        do throws(PatternError) {
            let pattern = try Pattern(python: source, limits: .standard)
            compiled[source] = pattern
            return pattern
        } catch {
            throw TemplateProblem(message: "the pattern \(Self.quoted(source)) is no pattern: \(error)")
        }
    }

    func first(_ source: String, in text: PatternSubject, from start: Int = 0) throws(TemplateProblem) -> PatternMatch?
    {
        let pattern = try pattern(source)
        return try search(source) { () throws(PatternError) in try pattern.firstMatch(in: text, from: start) }
    }

    func all(_ source: String, in text: PatternSubject) throws(TemplateProblem) -> [PatternMatch] {
        let pattern = try pattern(source)
        return try search(source) { () throws(PatternError) in
            try pattern.matches(in: text, atMost: Limits.templateMatches)
        }
    }

    /// The text between the matches of a pattern, as ranges.
    func split(_ text: PatternSubject, by source: String) throws(TemplateProblem) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for match in try all(source, in: text) where !match.range.isEmpty {
            parts.append(start..<match.range.lowerBound)
            start = match.range.upperBound
        }
        return parts + [start..<text.bytes.count]
    }

    /// A text with the matches of a pattern replaced; `\1` and `\g<name>` stand for groups.
    func replace(_ source: String, with replacement: String, in text: String) throws(TemplateProblem) -> String {
        let pattern = try pattern(source)
        let subject = PatternSubject(text)
        let pieces = Replacement.pieces(replacement, pattern)
        var bytes: [UInt8] = []
        var start = 0
        for match in try all(source, in: subject) {
            bytes += subject.bytes[start..<match.range.lowerBound]
            for piece in pieces {
                switch piece {
                case .text(let text): bytes += Array(text.utf8)
                case .group(let number): bytes += match[number].map { subject.bytes[$0] } ?? []
                }
            }
            start = match.range.upperBound
            guard bytes.count <= Limits.templateTextBytes else {
                throw TemplateProblem(message: "what replaces \(Self.quoted(source)) makes the text too long")
            }
        }
        return String(decoding: bytes + subject.bytes[start...], as: UTF8.self)
    }

    private func search<Found>(
        _ source: String, _ body: () throws(PatternError) -> Found
    ) throws(TemplateProblem) -> Found {
        guard !isExhausted else { throw TemplateProblem(message: "the template took too long") }
        do throws(PatternError) {
            return try body()
        } catch {
            failures += 1
            throw TemplateProblem(message: "the pattern \(Self.quoted(source)) was given up: \(error)")
        }
    }

    private static func quoted(_ source: String) -> String { "`\(source.prefix(Limits.quotedCharacters))`" }
}

/// What stands in place of a match (`re.sub` of Python).
private enum Replacement {
    case text(String)
    case group(Int)

    static func pieces(_ text: String, _ pattern: Pattern) -> [Replacement] {
        var pieces: [Replacement] = []
        var rest = text[...]
        while let slash = rest.firstIndex(of: "\\") {
            if slash > rest.startIndex { pieces.append(.text(String(rest[..<slash]))) }
            rest = rest[rest.index(after: slash)...]
            pieces.append(escaped(&rest, pattern))
        }
        return rest.isEmpty ? pieces : pieces + [.text(String(rest))]
    }

    private static func escaped(_ rest: inout Substring, _ pattern: Pattern) -> Replacement {
        guard let first = rest.popFirst() else { return .text("\\") }
        switch first {
        case "n": return .text("\n")
        case "t": return .text("\t")
        case "r": return .text("\r")
        case "\\": return .text("\\")
        case "g" where rest.first == "<":
            let name = rest.dropFirst().prefix { $0 != ">" }
            rest = rest.dropFirst(name.count + 2)
            return .group(Int(name) ?? pattern.groupNumbers[String(name)] ?? -1)
        case "0"..."9":
            var digits = String(first)
            if first != "0", let next = rest.first, next.isASCII, next.isNumber { digits.append(rest.removeFirst()) }
            return .group(Int(digits) ?? -1)
        default: return .text("\\" + String(first))
        }
    }
}

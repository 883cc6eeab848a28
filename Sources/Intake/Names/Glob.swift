/// One compiled pattern of file names: `*`, `?` and `[..]` (with `!` or `^` and ranges); everything else is itself.
///
/// Matching ignores case and Unicode form, backtracks only to the last `*`, and so costs at most name times pattern.
struct Glob: Sendable {
    private let characters: [Token<Character>]
    /// The pattern for names of ASCII alone, which nearly all are; nil when the pattern holds other characters.
    private let bytes: [Token<UInt8>]?

    init(_ pattern: String) {
        characters = Self.compile(Array(pattern.lowercased()), Self.characterSyntax)
        let lowered = Array(pattern.lowercased().utf8)
        bytes = lowered.allSatisfy { $0 < 0x80 } ? Self.compile(lowered, Self.byteSyntax) : nil
    }

    func matches(_ name: FoldedName) -> Bool {
        if let ascii = name.ascii, let bytes { return Self.match(bytes, ascii) }
        return Self.match(characters, name.allCharacters)
    }

    private enum Token<Unit: Hashable & Comparable & Sendable>: Sendable {
        case unit(Unit)
        case any
        case run
        case set([ClosedRange<Unit>], negated: Bool)

        func accepts(_ unit: Unit) -> Bool {
            switch self {
            case .unit(let wanted): wanted == unit
            case .any: true
            case .run: false
            case .set(let ranges, let negated): ranges.contains { $0.contains(unit) } != negated
            }
        }

        var isRun: Bool {
            if case .run = self { return true }
            return false
        }
    }

    private struct Syntax<Unit: Hashable & Sendable>: Sendable {
        let run, any, open, close, dash: Unit
        let not: Set<Unit>
    }

    private static let characterSyntax = Syntax<Character>(
        run: "*", any: "?", open: "[", close: "]", dash: "-", not: ["!", "^"])
    private static let byteSyntax = Syntax<UInt8>(
        run: UInt8(ascii: "*"), any: UInt8(ascii: "?"), open: UInt8(ascii: "["), close: UInt8(ascii: "]"),
        dash: UInt8(ascii: "-"), not: [UInt8(ascii: "!"), UInt8(ascii: "^")])

    private static func compile<Unit>(_ pattern: [Unit], _ syntax: Syntax<Unit>) -> [Token<Unit>] {
        var tokens: [Token<Unit>] = []
        var at = 0
        while at < pattern.count {
            let unit = pattern[at]
            at += 1
            if unit == syntax.run {
                if tokens.last?.isRun != true { tokens.append(.run) }
            } else if unit == syntax.any {
                tokens.append(.any)
            } else if unit == syntax.open, let set = set(in: pattern, from: at, syntax) {
                tokens.append(set.token)
                at = set.end
            } else {
                tokens.append(.unit(unit))
            }
        }
        return tokens
    }

    /// The set that starts after its `[`; nil when no `]` ends it, and the bracket is then a plain character.
    private static func set<Unit>(
        in pattern: [Unit], from start: Int, _ syntax: Syntax<Unit>
    ) -> (token: Token<Unit>, end: Int)? {
        var at = start
        let negated = at < pattern.count && syntax.not.contains(pattern[at])
        if negated { at += 1 }
        var ranges: [ClosedRange<Unit>] = []
        while at < pattern.count, pattern[at] != syntax.close || ranges.isEmpty {
            if at + 2 < pattern.count, pattern[at + 1] == syntax.dash, pattern[at + 2] != syntax.close {
                ranges.append(min(pattern[at], pattern[at + 2])...max(pattern[at], pattern[at + 2]))
                at += 3
            } else {
                ranges.append(pattern[at]...pattern[at])
                at += 1
            }
        }
        return at < pattern.count ? (.set(ranges, negated: negated), at + 1) : nil
    }

    private static func match<Unit>(_ tokens: [Token<Unit>], _ text: [Unit]) -> Bool {
        var token = 0
        var at = 0
        var retry: (token: Int, at: Int)?
        while at < text.count {
            if token < tokens.count, tokens[token].isRun {
                retry = (token + 1, at)
                token += 1
            } else if token < tokens.count, tokens[token].accepts(text[at]) {
                token += 1
                at += 1
            } else if let back = retry {
                retry = (back.token, back.at + 1)
                token = back.token
                at = back.at + 1
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy(\.isRun)
    }
}

/// A file name made ready for matching: lower case, and compared by canonical equivalence.
struct FoldedName: Sendable {
    /// The lower-case bytes when the name is ASCII.
    let ascii: [UInt8]?
    /// The lower-case characters; Swift compares them in any Unicode form.
    let characters: [Character]

    init(_ name: some Collection<UInt8>) {
        if name.allSatisfy({ $0 < 0x80 }) {
            let lowered = name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            ascii = lowered
            characters = []
        } else {
            ascii = nil
            characters = Array(String(decoding: name, as: UTF8.self).lowercased())
        }
    }

    /// The characters whatever the name is made of.
    var allCharacters: [Character] {
        ascii.map { Array(String(decoding: $0, as: UTF8.self)) } ?? characters
    }
}

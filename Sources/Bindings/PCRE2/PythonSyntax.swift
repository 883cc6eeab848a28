extension Pattern {
    /// Compiles a pattern in the syntax of Python's module `re`; where PCRE2 reads it otherwise it is put its way.
    public convenience init(python source: String, _ options: Options = [], limits: PatternLimits) throws(PatternError)
    {
        guard source.utf8.count <= limits.patternBytes else {
            throw PatternError(.malformed, "the pattern is longer than \(limits.patternBytes) bytes")
        }
        var syntax = PythonSyntax(source)
        let translated = syntax.translate()
        try self.init(translated, options.union(syntax.options), limits: limits)
    }
}

/// Puts a pattern of Python's `re` into the words of PCRE2 (docs.python.org/3/library/re.html against pcre2pattern(3)).
struct PythonSyntax {
    private let source: [Unicode.Scalar]
    private var place = 0
    private var result = String.UnicodeScalarView()
    /// Flags that stand in the pattern; wherever they stand they hold for all of it.
    private(set) var options: Pattern.Options = []

    init(_ source: String) { self.source = Array(source.unicodeScalars) }

    /// The pattern for PCRE2.
    mutating func translate() -> String {
        while place < source.count {
            switch source[place] {
            case "\\": escape(inClass: false)
            case "[": characterClass()
            case "(": if !flags() { keep(1) }
            case "{": if !openRange() { keep(1) }
            default: keep(1)
            }
        }
        return String(result)
    }

    private mutating func keep(_ count: Int) {
        result.append(contentsOf: source[place..<min(place + count, source.count)])
        place += count
    }

    private mutating func write(_ text: String, for count: Int) {
        result.append(contentsOf: text.unicodeScalars)
        place += count
    }

    private mutating func escape(inClass: Bool) {
        guard place + 1 < source.count else { return keep(1) }
        switch source[place + 1] {
        // The very end of the text; PCRE2's \Z also stands before a last line feed.
        case "Z" where !inClass: write("\\z", for: 2)
        // One character in Python, a class of them in PCRE2.
        case "v": write("\\x0b", for: 2)
        case "u": codePoint(digits: 4)
        case "U": codePoint(digits: 8)
        default: keep(2)
        }
    }

    private mutating func codePoint(digits: Int) {
        let start = place + 2
        let end = start + digits
        guard end <= source.count, source[start..<end].allSatisfy({ $0.properties.isASCIIHexDigit }) else {
            return keep(2)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: source[start..<end])
        write("\\x{\(String(text))}", for: digits + 2)
    }

    private mutating func characterClass() {
        keep(1)
        if place < source.count, source[place] == "^" { keep(1) }
        // A bracket that comes first is a character.
        if place < source.count, source[place] == "]" { keep(1) }
        while place < source.count, source[place] != "]" {
            switch source[place] {
            case "\\": escape(inClass: true)
            // Python knows no classes such as [:alpha:].
            case "[": write("\\[", for: 1)
            default: keep(1)
            }
        }
        if place < source.count { keep(1) }
    }

    /// Takes `(?i)` out: before Python 3.11 it held for the whole pattern wherever it stood.
    private mutating func flags() -> Bool {
        var end = place + 2
        guard place + 1 < source.count, source[place + 1] == "?" else { return false }
        var found: Pattern.Options = []
        while end < source.count, let option = Self.option(source[end]) {
            found.formUnion(option)
            end += 1
        }
        guard end > place + 2, end < source.count, source[end] == ")" else { return false }
        options.formUnion(found)
        place = end + 1
        return true
    }

    private static func option(_ letter: Unicode.Scalar) -> Pattern.Options? {
        switch letter {
        case "i": .caseless
        case "m": .multiline
        case "s": .dotAll
        case "x": .extended
        case "a": .asciiClasses
        case "u", "L": []
        default: nil
        }
    }

    /// Turns `{,3}` into `{0,3}`, which PCRE2 before 10.43 would take for text.
    private mutating func openRange() -> Bool {
        var end = place + 2
        guard place + 1 < source.count, source[place + 1] == "," else { return false }
        while end < source.count, source[end].properties.numericType == .decimal { end += 1 }
        guard end > place + 2, end < source.count, source[end] == "}" else { return false }
        write("{0", for: 1)
        return true
    }
}

import CPCRE2

/// A compiled regular expression of PCRE2 (pcre2pattern(3)) over UTF-8, with limits on what a search may cost.
///
/// Owns the compiled code, which no search changes. It runs without just-in-time compilation, which needs memory that
/// is writable and executable: the sandbox of the worker refuses that.
// @unchecked: the compiled code is only read after `init`, and pcre2api(3) allows that from several threads at once.
public final class Pattern: @unchecked Sendable {
    /// How a pattern reads its text.
    public struct Options: OptionSet, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// Capitals and small letters are alike.
        public static let caseless = Options(rawValue: 1 << 0)
        /// `^` and `$` stand at every line.
        public static let multiline = Options(rawValue: 1 << 1)
        /// `.` takes the end of a line too.
        public static let dotAll = Options(rawValue: 1 << 2)
        /// White space and comments in the pattern mean nothing.
        public static let extended = Options(rawValue: 1 << 3)
        /// `\d`, `\w`, `\s` and `\b` know ASCII alone.
        public static let asciiClasses = Options(rawValue: 1 << 4)
        /// As in ECMAScript (the patterns of JSON Schema): `\u00e9` is a character, `$` is the very end.
        public static let ecmaScript = Options(rawValue: 1 << 5)
    }

    /// The pattern as it was given to PCRE2.
    public let source: String
    public let limits: PatternLimits
    /// Number of groups, the whole match not counted.
    public let groupCount: Int
    /// Numbers of the groups that have names.
    public let groupNumbers: [String: Int]
    private let code: OpaquePointer

    /// Compiles a pattern; lines of the text end with a line feed.
    public init(_ source: String, _ options: Options = [], limits: PatternLimits) throws(PatternError) {
        guard source.utf8.count <= limits.patternBytes else {
            throw PatternError(.malformed, "the pattern is longer than \(limits.patternBytes) bytes")
        }
        guard let context = pcre2_compile_context_create_8(nil) else { throw Self.outOfMemory }
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        var problem: Int32 = 0
        var offset = 0
        var text = source
        let compiled = text.withUTF8 { bytes in
            pcre2_compile_8(bytes.baseAddress, bytes.count, options.bits, &problem, &offset, context)
        }
        guard let compiled else { throw PatternError(.malformed, Self.message(problem), offset: offset) }
        code = compiled
        self.source = source
        self.limits = limits
        groupCount = Self.groupCount(of: compiled)
        groupNumbers = Self.groupNumbers(of: compiled)
    }

    deinit { pcre2_code_free_8(code) }

    /// The first match at or after a byte of the text.
    public func firstMatch(in text: PatternSubject, from start: Int = 0) throws(PatternError) -> PatternMatch? {
        try PatternSearch(code, text, limits: limits).next(from: start)
    }

    /// The first match in a text.
    public func firstMatch(in text: String) throws(PatternError) -> PatternMatch? {
        try firstMatch(in: PatternSubject(text))
    }

    /// True where the pattern stands somewhere in a text.
    public func matches(_ text: String) throws(PatternError) -> Bool { try firstMatch(in: text) != nil }

    /// The matches from the start of a text on, none over another, not more than `most`.
    public func matches(in text: PatternSubject, atMost most: Int) throws(PatternError) -> [PatternMatch] {
        let search = try PatternSearch(code, text, limits: limits)
        var found: [PatternMatch] = []
        var place = 0
        while found.count < most, place <= text.bytes.count, let match = try search.next(from: place) {
            found.append(match)
            // As in Python: an empty match may follow a match, but not stand where the last empty one stood.
            place = match.range.isEmpty ? text.next(after: match.range.upperBound) : match.range.upperBound
        }
        return found
    }

    /// The version of the library, as in `10.42`.
    public static var version: String { "\(PCRE2_MAJOR).\(PCRE2_MINOR)" }

    static let outOfMemory = PatternError(.exhausted, "no memory for a pattern")

    static func message(_ code: Int32) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(code, &text, text.count)
        return length > 0 ? String(decoding: text.prefix(Int(length)), as: UTF8.self) : "error \(code) of PCRE2"
    }

    private static func groupCount(of code: OpaquePointer) -> Int {
        var count: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
        return Int(count)
    }

    private static func groupNumbers(of code: OpaquePointer) -> [String: Int] {
        var count: UInt32 = 0
        var size: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let table else { return [:] }
        // Each entry: the number in two bytes, the name, a zero.
        var numbers: [String: Int] = [:]
        for index in 0..<Int(count) {
            let entry = table + index * Int(size)
            numbers[String(cString: entry + 2)] = Int(entry[0]) << 8 | Int(entry[1])
        }
        return numbers
    }
}

extension Pattern.Options {
    fileprivate var bits: UInt32 {
        var bits = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT
        if contains(.caseless) { bits |= PCRE2_CASELESS }
        if contains(.multiline) { bits |= PCRE2_MULTILINE }
        if contains(.dotAll) { bits |= PCRE2_DOTALL }
        if contains(.extended) { bits |= PCRE2_EXTENDED }
        if contains(.ecmaScript) { bits |= PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF | PCRE2_DOLLAR_ENDONLY }
        if !contains(.asciiClasses) { bits |= PCRE2_UCP }
        return bits
    }
}

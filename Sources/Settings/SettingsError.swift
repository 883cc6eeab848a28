import Model

/// One thing wrong with a configuration, or worth a warning, and where it stands.
public struct SettingsProblem: Sendable, Equatable, CustomStringConvertible {
    /// The kinds of problems.
    public enum Code: String, Sendable {
        /// No configuration was found, or a file or directory it names is missing.
        case notFound = "not_found"
        /// A file or directory cannot be read, written or entered.
        case permissionDenied = "permission_denied"
        /// Not YAML, or YAML beyond what is accepted here.
        case syntax
        /// The file is of a newer version than this program.
        case newerVersion = "newer_version"
        case unknownKey = "unknown_key"
        case duplicateKey = "duplicate_key"
        case missingKey = "missing_key"
        case wrongType = "wrong_type"
        /// Of the right type, but not allowed.
        case notAllowed = "not_allowed"
        /// In the contract, but not built yet.
        case notAvailable = "not_available"
        /// Two values that do not go together.
        case conflict
        /// A saved configuration that does not exist.
        case unknownConfiguration = "unknown_configuration"
        /// A place where other users may put something else.
        case unsafePlace = "unsafe_place"
    }

    public let code: Code
    /// One sentence with the key, what was found and what is allowed.
    public let message: String
    /// Path of the file, as it was given; empty when there is none.
    public let file: String
    /// 1-based; nil when the problem is about the file as a whole.
    public let line: Int?
    /// 1-based, in Unicode scalars.
    public let column: Int?
    /// The known name nearest to a misspelt one.
    public let nearest: String?

    public init(
        code: Code, message: String, file: String, line: Int? = nil, column: Int? = nil, nearest: String? = nil
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.nearest = nearest
    }

    /// `file:line:column: message`, one line that is safe to print.
    public var description: String {
        var place = printable(file)
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return place.isEmpty ? message : place + ": " + message
    }
}

/// A configuration that was refused: everything wrong with it, in the order of its lines, at most
/// `Limits.listedProblems`.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one.
    public let problems: [SettingsProblem]

    init(_ problem: SettingsProblem) {
        problems = [problem]
    }

    /// Nil when nothing is wrong.
    init?(_ problems: [SettingsProblem]) {
        if problems.isEmpty { return nil }
        self.problems = Array(problems.prefix(Limits.listedProblems))
    }

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

import Model

/// Collects what is wrong with one file while it is read; not shared between threads.
final class ProblemLog {
    /// The file the problems are about, as it was given.
    let file: String
    private(set) var problems: [SettingsProblem] = []
    /// What works, but probably not as meant.
    private(set) var warnings: [SettingsProblem] = []

    init(file: String) {
        self.file = file
    }

    /// Notes a problem at a place of the file.
    func report(
        _ code: SettingsProblem.Code, _ message: String, at place: SourcePlace?, nearest: String? = nil
    ) {
        problems.append(
            SettingsProblem(
                code: code, message: message, file: file, line: place?.line, column: place?.column, nearest: nearest))
    }

    /// Notes something that works, but probably not as meant.
    func warn(_ code: SettingsProblem.Code, _ message: String, at place: SourcePlace?) {
        warnings.append(
            SettingsProblem(code: code, message: message, file: file, line: place?.line, column: place?.column))
    }

    /// Throws everything noted so far, in the order of lines.
    func throwIfAny() throws(SettingsError) {
        let sorted = problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        if let error = SettingsError(sorted) { throw error }
    }
}

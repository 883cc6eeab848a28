import Model
import WorkerProtocol

/// The columns of a manifest that mean something here; all others are only repeated in results.csv.
struct ManifestColumns: Sendable {
    static let title = "title"
    static let sourceType = "file_source_type"
    static let filePath = "file_path"
    static let description = "description"
    static let fileSize = "file_size"
    static let mimeType = "mime_type"

    /// Every column that is asked for, in lower case.
    let names: [String]
    /// Those that must be there.
    let required: [String]
    /// Those that set a parameter of the job.
    private let options: Set<String>

    /// - Parameter isLone: true for a manifest without a directory, where nothing can be a local file.
    init(for type: JobType, isLone: Bool) {
        let options = JobParameters.columns(for: type)
        self.options = Set(options)
        names =
            [Self.title, Self.sourceType, Self.filePath, Self.description, Self.fileSize, Self.mimeType] + options
        required = [Self.title] + (isLone ? [Self.sourceType] : []) + [Self.filePath]
    }

    /// The columns a header has, in the order in which the values of rows come.
    func found(in head: ManifestHead, of file: String) throws(Failure) -> [String] {
        let found = head.found.compactMap { names.indices.contains($0) ? names[$0] : nil }
        let missing = required.filter { !found.contains($0) }
        if missing.isEmpty { return found }
        let list = missing.count > 1 ? "columns " + Self.joined(missing) : "column " + missing[0]
        throw Failure(
            .validationError, "\(file) lacks the \(list).", stage: .intake,
            details: ["missing": .strings(missing), "found": .strings(Array(head.columns.prefix(Limits.listedNames)))],
            resolution: "Add what is missing to its first line; `dropmill template csv` shows all columns.")
    }

    /// True for a column that sets a parameter.
    func isOption(_ column: String) -> Bool { options.contains(column) }

    /// True when one of the columns says how single documents are to be read.
    func setParameters(_ found: [String]) -> Bool { found.contains { isOption($0) || $0 == Self.mimeType } }

    private static func joined(_ words: [String]) -> String {
        words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
    }
}

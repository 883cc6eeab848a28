/// The forms in which all results of a batch can be had as one file.
public enum ExportFormat: String, Sendable, CaseIterable {
    case json
    case jsonl
    case csv
    case xml
    case html
    case text
    case docx
    case pdf

    /// The format a person means; case does not count, and `txt` is text.
    public init?(named word: String) {
        let word = word.lowercased()
        guard let format = ExportFormat(rawValue: word == "txt" ? "text" : word) else { return nil }
        self = format
    }

    /// The end of the name of the file, without its dot.
    public var fileExtension: String { self == .text ? "txt" : rawValue }

    /// Every name, for messages.
    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

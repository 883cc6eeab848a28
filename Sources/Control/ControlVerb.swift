import Model

/// What a person asks of a batch by dropping a file with this name into its `control` directory.
public enum ControlVerb: Sendable, Equatable {
    case pause
    case resume
    case cancel
    /// Run the failed items again; with an index, that one.
    case retry(Int?)
    /// Run everything again as a new batch.
    case rerun
    /// Run everything again in place, keeping the old results.
    case force
    /// Make one file of all results.
    case export(ExportFormat)

    /// What a name in `control` means.
    public enum Reading: Sendable, Equatable {
        case verb(ControlVerb)
        /// Not meant for us: an answer of ours, or litter.
        case ignored
        /// Not understood; the reason is for the person who dropped it.
        case refused(String)
    }

    /// Ending of the files that answer a refused one.
    public static let refusedSuffix = ".refused"
    /// Every name that is understood.
    public static let names = [
        "PAUSE", "RESUME", "CANCEL", "RETRY", "RETRY.<index>", "RERUN", "FORCE", "EXPORT.<format>",
    ]

    /// Reads a file name: case does not count, and `.txt`, which some systems add, is dropped.
    public static func read(_ name: BytePath) -> Reading {
        guard let text = name.utf8 else { return .refused("The name is not valid UTF-8.") }
        var word = text.uppercased()
        if word.hasPrefix(".") || word.hasSuffix(refusedSuffix.uppercased()) || litter.contains(word) {
            return .ignored
        }
        // As a format it is meant.
        if word == "EXPORT.TXT" { return .verb(.export(.text)) }
        if word.hasSuffix(".TXT") { word.removeLast(4) }
        let parts = word.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let argument = parts.count > 1 ? String(parts[1]) : nil
        switch (parts.first.map(String.init), argument) {
        case ("PAUSE", nil): return .verb(.pause)
        case ("RESUME", nil): return .verb(.resume)
        case ("CANCEL", nil): return .verb(.cancel)
        case ("RETRY", nil): return .verb(.retry(nil))
        case ("RETRY", let index?):
            guard let number = Int(index), number >= 0 else {
                return .refused("RETRY takes the index of an item, as in RETRY.3.")
            }
            return .verb(.retry(number))
        case ("RERUN", nil): return .verb(.rerun)
        case ("FORCE", nil): return .verb(.force)
        case ("EXPORT", let format):
            guard let format = format.flatMap(ExportFormat.init(named:)) else {
                return .refused("EXPORT takes a format, as in EXPORT.csv. Known are \(ExportFormat.names).")
            }
            return .verb(.export(format))
        case ("DELETE", nil): return .refused("\(word) is not available in this version.")
        default: return .refused("\(printable(text)) is not known. Known are \(names.joined(separator: ", ")).")
        }
    }

    /// The file name that asks for this verb.
    public var fileName: String {
        switch self {
        case .pause: "PAUSE"
        case .resume: "RESUME"
        case .cancel: "CANCEL"
        case .retry(nil): "RETRY"
        case .retry(let index?): "RETRY.\(index)"
        case .rerun: "RERUN"
        case .force: "FORCE"
        case .export(let format): "EXPORT.\(format.rawValue)"
        }
    }

    private static let litter: Set<String> = ["THUMBS.DB", "DESKTOP.INI"]
}

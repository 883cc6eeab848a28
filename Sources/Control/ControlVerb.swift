import Model

/// What a person asks of a batch by dropping a file with this name into its `control` directory.
public enum ControlVerb: Sendable, Equatable {
    case pause
    case resume
    case cancel
    /// Run the failed items again; with an index, that one.
    case retry(Int?)
    /// Run everything again as a new batch, with another saved configuration where one is named.
    case rerun(String?)
    /// Run everything again in place, keeping the old results.
    case force
    /// Move the batch into the trash.
    case delete

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
        "PAUSE", "RESUME", "CANCEL", "RETRY", "RETRY.<index>", "RERUN", "RERUN.<configuration>", "FORCE", "DELETE",
    ]

    /// Reads a file name: case does not count, and `.txt`, which some systems add, is dropped.
    public static func read(_ name: BytePath) -> Reading {
        guard let text = name.utf8 else { return .refused("The name is not valid UTF-8.") }
        var word = text.uppercased()
        if word.hasPrefix(".") || word.hasSuffix(refusedSuffix.uppercased()) || litter.contains(word) {
            return .ignored
        }
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
        case ("RERUN", nil): return .verb(.rerun(nil))
        case ("RERUN", let id?):
            // Ids of configurations are written in either case.
            let written = String(text.dropFirst("RERUN.".count).prefix(id.count))
            guard ChosenIdentifier.isValid(written) else {
                return .refused("RERUN takes the id of a saved configuration, as in RERUN.cfg-letters.")
            }
            return .verb(.rerun(written))
        case ("FORCE", nil): return .verb(.force)
        case ("DELETE", nil): return .verb(.delete)
        case ("EXPORT", _): return .refused("\(word) is not available in this version.")
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
        case .rerun(nil): "RERUN"
        case .rerun(let configuration?): "RERUN.\(configuration)"
        case .force: "FORCE"
        case .delete: "DELETE"
        }
    }

    private static let litter: Set<String> = ["THUMBS.DB", "DESKTOP.INI"]
}

extension Batch {
    /// What a person should know about how the batch is made up; advice, never a reason to fail.
    ///
    /// Files of unlike kinds want unlike settings. What is of no known kind fails by itself and needs no advice.
    public var advice: [String] {
        let kinds = MediaCategory.allCases.filter { $0 != .other && (mediaTypes[$0] ?? 0) > 0 }
        guard kinds.count > 1 else { return [] }
        let found = kinds.map { kind in
            let count = mediaTypes[kind] ?? 0
            return "\(count) \(kind.noun)\(count == 1 || kind == .audio ? "" : "s")"
        }
        let list = found.dropLast().joined(separator: ", ") + " and " + (found.last ?? "")
        return ["Mixed batch: \(list). Files of one kind in each batch share their settings best."]
    }
}

extension MediaCategory {
    /// The word for one of its files.
    fileprivate var noun: String {
        switch self {
        case .document, .image, .video, .model: rawValue
        case .audio: "audio"
        case .other: "other file"
        }
    }
}

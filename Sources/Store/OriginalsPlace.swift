import Model

/// Where the originals of a finished batch are.
public enum OriginalsPlace: Sendable, Equatable {
    /// Below the folder's archive.
    case archive(BytePath)
    /// In `source/` of the batch's outbox.
    case outbox
    /// Where they were found.
    case inPlace
    /// Nowhere any more.
    case deleted
}

extension OriginalsPlace {
    /// The word in the database.
    var word: String {
        switch self {
        case .archive: "archive"
        case .outbox: "outbox"
        case .inPlace: "in_place"
        case .deleted: "deleted"
        }
    }

    /// The path in the database.
    var path: BytePath? {
        if case .archive(let path) = self { return path }
        return nil
    }

    init(word: String, path: BytePath?) throws(StoreError) {
        switch (word, path) {
        case ("archive", let path?): self = .archive(path)
        case ("outbox", _): self = .outbox
        case ("in_place", _): self = .inPlace
        case ("deleted", _): self = .deleted
        default: throw .undecodable("the place \(word)")
        }
    }
}

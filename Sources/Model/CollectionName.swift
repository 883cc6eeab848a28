/// The id of a collection: one or more names that people choose, divided by slashes (`department/project/type`).
///
/// Each name is a directory below the collections of a folder and the last one a file, so that none may leave it.
public struct CollectionName: Sendable, Hashable, CustomStringConvertible {
    /// The collection of everything that names no other.
    public static let standard = CollectionName(text: "default")

    /// The names, from the outermost.
    public let parts: [String]

    /// The id as it is written.
    public var description: String { parts.joined(separator: "/") }

    /// The rule in words.
    public static let rule =
        "1 to \(Limits.collectionDepth) names divided by slashes, together at most "
        + "\(Limits.collectionNameBytes) bytes, each made of letters, digits, dots, hyphens or underscores, without a dot or hyphen in front"

    /// Ends the file of a collection.
    public static let suffix = ".sqlite"

    /// An id as somebody wrote it; nil for one that is not allowed.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard text.utf8.count <= Limits.collectionNameBytes, parts.count <= Limits.collectionDepth,
            parts.allSatisfy({ ChosenIdentifier.isValid($0) && !$0.contains(Self.suffix) })
        else { return nil }
        self.parts = parts
    }

    /// True for an id that is allowed.
    public static func isValid(_ text: String) -> Bool { CollectionName(text) != nil }

    private init(text: String) { parts = [text] }
}

extension Batch {
    /// The collection its documents are found in: that of its job file, else of its configuration, else the standard
    /// one.
    public var collection: CollectionName {
        let named = collectionID ?? configuration?.parameters["collection_id"]?.string
        return named.flatMap { CollectionName($0) } ?? .standard
    }
}

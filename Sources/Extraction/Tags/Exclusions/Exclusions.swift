import Model

/// Words and phrases that are never a tag, whatever their case and however their words are joined.
public struct Exclusions: Sendable, Equatable {
    private let tags: Set<String>

    /// Exclusions of words as people write them.
    public init(_ words: some Sequence<String>) {
        tags = Set(words.prefix(Limits.exclusions).compactMap { TagNormalizer.tag($0) })
    }

    /// True for a phrase that is one of them.
    public func contains(_ phrase: String) -> Bool {
        guard !tags.isEmpty, let tag = TagNormalizer.tag(phrase) else { return false }
        return tags.contains(tag)
    }
}

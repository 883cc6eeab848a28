import Model

/// Finds the tags of a document in its own words; needs no network and no model.
public enum LocalTags {
    /// The tags of a document, its title and headings counting more.
    public static func find(_ options: TagOptions, in document: SourceDocument) -> TagResult {
        var reader = WordReader()
        for title in [options.title, document.title].compactMap(\.self) where !isFileName(title) {
            reader.read(title, isHeading: true)
        }
        if let description = options.description { reader.read(description) }
        let lines = Set(document.pages.flatMap(\.headings))
        for page in document.pages {
            for heading in page.headings { reader.read(heading, isHeading: true) }
            reader.read(without(lines, page.text))
        }
        let language = TextLanguage.detect(in: reader.words)
        let found = Keyphrases().tags(
            reader.words, language, count: options.count, excluding: Exclusions(options.exclusions))
        var result = TagResult(tags: found.chosen.map(\.tag), method: .local)
        result.scores = found.chosen.map(\.score)
        result.excluded = found.excluded
        result.language = reader.words.isEmpty ? nil : language.rawValue
        result.noteShortage(of: options.count)
        return result
    }

    /// Programs write the name of the file where a title should be.
    private static func isFileName(_ title: String) -> Bool {
        guard let point = title.lastIndex(of: ".") else { return false }
        let ending = title[title.index(after: point)...]
        return (2...5).contains(ending.count) && ending.allSatisfy { $0.isLetter || $0.isNumber }
    }

    /// Headings are read already.
    private static func without(_ headings: Set<String>, _ text: String) -> String {
        guard !headings.isEmpty else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { headings.contains(String($0)) ? "" : $0 }
            .joined(separator: "\n")
    }
}

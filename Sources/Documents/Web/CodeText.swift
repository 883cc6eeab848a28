import Model
import XML

/// The text of elements whose blanks and line ends count.
enum CodeText {
    /// The text as it is shown, without a line feed at its start.
    static func text(
        of place: HTMLTree.Place, in tree: HTMLTree, omitting omitted: Set<HTMLTree.Place>
    ) -> [UInt8] {
        var code: [UInt8] = []
        tree.visit(below: place) { node in
            if tree.isText(node) { code += tree.text(of: node) }
            if tree.name(of: node) == "br" { code.append(ASCII.lineFeed) }
            return !omitted.contains(node) && !tree.isHidden(node)
        }
        if code.first == ASCII.lineFeed { code.removeFirst() }
        var shown: [UInt8] = []
        shown.reserveCapacity(code.count)
        for (index, byte) in code.enumerated() {
            // U+00A0 is a blank, also for programs that copy from the page.
            if byte == 0xC2, index + 1 < code.count, code[index + 1] == 0xA0 { continue }
            let isBlank = byte == 0xA0 && index > 0 && code[index - 1] == 0xC2
            shown.append(isBlank ? ASCII.space : byte)
        }
        return shown
    }

    /// The language that the classes of the element, of its code or of what is around it name.
    static func language(of place: HTMLTree.Place, in tree: HTMLTree) -> String? {
        var candidates = [place]
        for child in tree.children(of: place) where tree.name(of: child) == "code" { candidates.append(child) }
        if let parent = tree.parent(of: place) {
            candidates.append(parent)
            if let outer = tree.parent(of: parent) { candidates.append(outer) }
        }
        for candidate in candidates {
            if let named = tree.attribute("data-lang", of: candidate) ?? tree.attribute("data-language", of: candidate),
                let language = clean(named)
            {
                return language
            }
            let classes = (tree.attribute("class", of: candidate) ?? "").lowercased().split(separator: " ")
            for word in classes {
                for prefix in ["language-", "lang-", "highlight-source-", "brush:", "sourcecode-", "highlight-"]
                where word.hasPrefix(prefix) {
                    if let language = clean(String(word.dropFirst(prefix.count))) { return language }
                }
            }
        }
        // As pandoc writes it: class="sourceCode python".
        let own = (tree.attribute("class", of: place) ?? "").split(separator: " ")
        return own.first == "sourceCode" && own.count == 2 ? clean(String(own[1])) : nil
    }

    private static func clean(_ name: String) -> String? {
        let isWord = name.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "+-#_.".utf8.contains($0) }
        let none: Set<String> = ["none", "text", "plain", "plaintext", "default", "auto", "notranslate", "highlighter"]
        return isWord && !name.isEmpty && name.utf8.count <= Limits.languageNameBytes && !none.contains(name)
            ? name : nil
    }
}

import Model

extension TaggedPage {
    /// A list or a table of contents; nil when it holds no text here.
    mutating func list(_ contents: [StructureHints.Content]) -> Block? {
        var order: [Int] = []
        var byEntry: [Int: [StructureHints.Content]] = [:]
        for content in contents {
            let entry = hints.ancestor(of: content.element) { $0 == .entry || $0 == .contentsEntry } ?? content.element
            if byEntry[entry] == nil { order.append(entry) }
            byEntry[entry, default: []].append(content)
        }
        var entries: [ListEntry] = []
        var area: Area?
        for element in order {
            let labels = byEntry[element]?.filter { isLabel($0, of: element) } ?? []
            let bodies = byEntry[element]?.filter { !isLabel($0, of: element) } ?? []
            let (label, labelArea) = text.text(of: labels, hints)
            let (body, bodyArea) = text.text(of: bodies, hints)
            if let labelArea { area.formUnion(labelArea) }
            if let bodyArea { area.formUnion(bodyArea) }
            if label.isEmpty, body.isEmpty { continue }
            entries.append(Self.entry(label.plain, body, level: depth(of: element)))
        }
        return entries.isEmpty ? nil : Block(.list(entries), box: area?.pageBox)
    }

    private func isLabel(_ content: StructureHints.Content, of entry: Int) -> Bool {
        guard let label = hints.ancestor(of: content.element, where: { $0 == .label }) else { return false }
        return label > entry
    }

    private func depth(of entry: Int) -> Int {
        var lists = 0
        var current: Int? = entry
        while let index = current {
            if hints.elements[index].role == .list || hints.elements[index].role == .contents { lists += 1 }
            current = hints.elements[index].parent
        }
        return max(0, lists - 1)
    }

    /// A label is a number, one of the usual bullets, or to be kept.
    private static func entry(_ label: String, _ body: StyledText, level: Int) -> ListEntry {
        let digits = label.utf8.prefix { ASCII.isDigit($0) }
        let rest = label.utf8.dropFirst(digits.count)
        if let number = Int(Substring(digits)),
            rest.isEmpty || rest.elementsEqual(".".utf8) || rest.elementsEqual(")".utf8)
        {
            return ListEntry(body, level: level, number: number)
        }
        // A mark of one character that is neither letter nor digit.
        let isBullet = label.unicodeScalars.count <= 1 && !label.utf8.contains { ASCII.isLetter($0) }
        return ListEntry(body, level: level, label: isBullet || label == "o" ? nil : label)
    }
}

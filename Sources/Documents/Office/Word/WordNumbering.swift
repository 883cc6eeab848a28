import Layout
import Model

/// The lists of a word processing document and where their counters stand (ECMA-376 part 1, 17.9).
struct WordNumbering {
    /// One level of a list.
    private struct Level {
        var form = ListNumbers.Form.decimal
        /// The label, in which `%2` is the number of the second level.
        var text = ""
        var start = 1
        var isLegal = false
    }

    private struct Definition {
        var levels: [Int: Level] = [:]
        var styleLink: String?
        var styleName: String?
    }

    private struct Instance {
        var definition: String
        var starts: [Int: Int] = [:]
        var levels: [Int: Level] = [:]
    }

    private var definitions: [String: Definition] = [:]
    private var instances: [String: Instance] = [:]
    private var styleDefinitions: [String: String] = [:]
    /// The last numbers of each definition, by level.
    private var counters: [String: [Int?]] = [:]
    /// Overridden starts that were used.
    private var usedStarts: Set<String> = []

    private static let levelCount = 9

    init() {}

    /// Reads `numbering.xml`.
    init(_ xml: inout XMLPart) throws(Failure) {
        guard try xml.nextChild(of: 0) else { return }
        while try xml.nextChild(of: 1) {
            switch xml.element {
            case "abstractNum": try readDefinition(&xml)
            case "num": try readInstance(&xml)
            default: try xml.skip()
            }
        }
    }

    private mutating func readDefinition(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        guard let id = xml["abstractNumId"] else { return try xml.skip() }
        var definition = Definition()
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "lvl":
                let index = xml["ilvl"].flatMap(Int.init) ?? 0
                definition.levels[index] = try Self.readLevel(&xml)
                continue
            case "numStyleLink": definition.styleLink = xml["val"]
            case "styleLink": definition.styleName = xml["val"]
            default: break
            }
            try xml.skip()
        }
        if let name = definition.styleName { styleDefinitions[name] = id }
        definitions[id] = definition
    }

    private static func readLevel(_ xml: inout XMLPart) throws(Failure) -> Level {
        let depth = xml.depth
        var level = Level()
        while try xml.nextChild(of: depth) {
            let value = xml["val"]
            switch xml.element {
            case "start": level.start = value.flatMap(Int.init) ?? 1
            case "numFmt": level.form = ListNumbers.Form(word: value ?? "")
            case "lvlText": level.text = value ?? ""
            case "isLgl": level.isLegal = value.map(WordFormat.isOn) ?? true
            default: break
            }
            try xml.skip()
        }
        return level
    }

    private mutating func readInstance(_ xml: inout XMLPart) throws(Failure) {
        let depth = xml.depth
        guard let id = xml["numId"] else { return try xml.skip() }
        var instance = Instance(definition: "")
        while try xml.nextChild(of: depth) {
            switch xml.element {
            case "abstractNumId":
                instance.definition = xml["val"] ?? ""
                try xml.skip()
            case "lvlOverride": try Self.readOverride(&xml, &instance)
            default: try xml.skip()
            }
        }
        instances[id] = instance
    }

    private static func readOverride(_ xml: inout XMLPart, _ instance: inout Instance) throws(Failure) {
        let depth = xml.depth
        let index = xml["ilvl"].flatMap(Int.init) ?? 0
        while try xml.nextChild(of: depth) {
            if xml.element == "lvl" {
                instance.levels[index] = try readLevel(&xml)
                continue
            }
            if xml.element == "startOverride" { instance.starts[index] = xml["val"].flatMap(Int.init) }
            try xml.skip()
        }
    }

    /// What the next entry of a list shows; nil when there is no such list.
    mutating func next(list id: String, level: Int) -> ListEntry? {
        guard var instance = instances[id] else { return nil }
        if let link = definitions[instance.definition]?.styleLink, let target = styleDefinitions[link] {
            instance.definition = target
        }
        let index = min(max(0, level), Self.levelCount - 1)
        guard let levels = definitions[instance.definition]?.levels.merging(instance.levels, uniquingKeysWith: { $1 })
        else { return nil }
        guard let shape = levels[index] else { return ListEntry(StyledText(), level: index) }
        var counter = counters[instance.definition] ?? [Int?](repeating: nil, count: Self.levelCount)
        if let start = instance.starts[index], usedStarts.insert("\(id)/\(index)").inserted {
            counter[index] = start
        } else {
            counter[index] = counter[index].map { $0 &+ 1 } ?? shape.start
        }
        // Deeper levels start again below each entry.
        for deeper in counter.indices where deeper > index { counter[deeper] = nil }
        for upper in 0..<index where counter[upper] == nil { counter[upper] = levels[upper]?.start ?? 1 }
        counters[instance.definition] = counter
        if shape.form == .bullet { return ListEntry(StyledText(), level: index) }
        let label = Self.label(shape, counter, levels)
        return Self.entry(label: label, number: counter[index] ?? 1, level: index, form: shape.form)
    }

    private static func label(_ shape: Level, _ counter: [Int?], _ levels: [Int: Level]) -> String {
        var label = ""
        var isReference = false
        for character in shape.text {
            if isReference, let digit = character.wholeNumberValue, (1...levelCount).contains(digit) {
                let form = levels[digit - 1]?.form ?? .decimal
                label += ListNumbers.text(counter[digit - 1] ?? 1, shape.isLegal ? .decimal : form)
                isReference = false
            } else if character == "%" {
                isReference = true
            } else {
                label.append(character)
            }
        }
        return label
    }

    /// An entry that shows a label: as a plain number where it is one.
    static func entry(label: String, number: Int, level: Int, form: ListNumbers.Form) -> ListEntry {
        let label = String(decoding: Array(label.utf8).trimmed.prefix(100), as: UTF8.self)
        if ["\(number).", "\(number))", "\(number)"].contains(label), number >= 0 {
            return ListEntry(StyledText(), level: level, number: number)
        }
        return ListEntry(StyledText(), level: level, label: label.isEmpty ? nil : label)
    }
}

import Model

/// What a template found, before it is the value of a field of a schema.
struct TemplateValue: Equatable {
    enum Content: Equatable {
        case text(String)
        case number(Double)
        case integer(Int64)
        case date(CivilDate)
        case list([TemplateValue])
        case rows([TemplateRow])
        /// What the template itself says.
        case fixed(JSONValue)
    }

    var content: Content
    /// What the page has, and its number.
    var source: (text: String, page: Int)?

    init(_ content: Content, source: (text: String, page: Int)? = nil) {
        self.content = content
        self.source = source
    }

    static func == (left: TemplateValue, right: TemplateValue) -> Bool { left.content == right.content }

    /// As a number; nil where it is none.
    var number: Double? {
        switch content {
        case .number(let number): number
        case .integer(let number): Double(number)
        case .fixed(let value): value.number
        case .text, .date, .list, .rows: nil
        }
    }

    /// False for what Python takes for false: nothing, zero, an empty text.
    var isSomething: Bool {
        switch content {
        case .text(let text): !text.isEmpty
        case .number(let number): number != 0
        case .integer(let number): number != 0
        case .list(let values): !values.isEmpty
        case .rows(let rows): !rows.isEmpty
        case .fixed(let value): !value.isNull
        case .date: true
        }
    }

    /// As it is shown in a text of several.
    var text: String {
        switch content {
        case .text(let text): text
        case .number(let number): JSONValue.number(number).plainText ?? ""
        case .integer(let number): String(number)
        case .date(let date): date.iso
        case .fixed(let value): value.plainText ?? ""
        case .list(let values): values.map(\.text).joined(separator: " ")
        case .rows: ""
        }
    }
}

/// Values by their names, in the order they were found.
struct TemplateRow: Equatable {
    private(set) var members: [(name: String, value: TemplateValue)] = []

    static func == (left: TemplateRow, right: TemplateRow) -> Bool {
        left.members.elementsEqual(right.members) { $0.name == $1.name && $0.value == $1.value }
    }

    subscript(name: String) -> TemplateValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }
}

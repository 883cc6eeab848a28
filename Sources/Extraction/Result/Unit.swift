import Model

/// One part of a document that gets one result, and what is known of it so far: the whole document, or a page.
public struct Unit: Sendable {
    typealias Rejection = (problem: SchemaProblem, method: Finding.Method)

    /// What the engines fill.
    public let schema: Schema
    /// Page the unit is; nil for the whole document.
    public let page: Int?
    /// By JSON Pointer into the result of the unit; leaves alone.
    public private(set) var values: [String: Finding] = [:]
    /// Fields of which it is certain that the document does not state them.
    private(set) var absent: Set<String> = []
    /// Rows that were seen where an array came from, by the pointer of the array.
    private(set) var rowsSeen: [String: Int] = [:]
    /// Values that were found and break the schema.
    private(set) var rejected: [Rejection] = []
    /// The templates that fitted, in the order in which they were tried.
    private(set) var templates: [UsedTemplate] = []
    private(set) var warnings: [String] = []

    /// A unit of which nothing is known.
    public init(schema: Schema, page: Int? = nil) {
        self.schema = schema
        self.page = page
    }

    init(
        schema: Schema, page: Int?, values: [String: Finding], absent: Set<String>, rowsSeen: [String: Int],
        rejected: [Rejection], templates: [UsedTemplate], warnings: [String]
    ) {
        self.init(schema: schema, page: page)
        self.values = values
        self.absent = absent
        self.rowsSeen = rowsSeen
        self.rejected = rejected
        self.templates = templates
        self.warnings = warnings
    }

    /// The fields engines are asked for: the members of the object, or one field that holds the list.
    var fields: [Field] {
        if case .object(let members) = schema.root.kind { return members }
        return [schema.root]
    }

    /// What stands before the pointers of engines and not before those of the result.
    private var wrapper: String {
        if case .object = schema.root.kind { return "" }
        return JSONPointer.member(schema.root.name, of: "")
    }

    /// The fields of which nothing is known yet.
    public var openFields: [Field] {
        let tree = FindingTree(values)
        if case .object = schema.root.kind { return open(fields, tree, at: "") }
        return tree.isEmpty && !absent.contains("") ? fields : []
    }

    private func open(_ fields: [Field], _ tree: FindingTree, at pointer: String) -> [Field] {
        fields.compactMap { field in
            let place = JSONPointer.member(field.name, of: pointer)
            if absent.contains(place) { return nil }
            let known = tree.children[field.name] ?? FindingTree()
            guard case .object(let members) = field.kind else { return known.isEmpty ? field : nil }
            let inner = open(members, known, at: place)
            guard !inner.isEmpty else { return nil }
            var rest = field
            rest.kind = .object(inner)
            return rest
        }
    }

    /// Takes what an engine found of the open fields; what breaks the schema is kept as a problem alone, so that the
    /// next engine may do better.
    public mutating func take(_ findings: Findings) {
        // An array is one engine's: rows of two would not be the same rows.
        let closed = Set(values.keys.flatMap { schema.root.arrays(above: $0) })
        for (pointer, finding) in findings.values where !finding.value.isNull {
            guard let place = unwrapped(pointer), values[place] == nil,
                closed.isDisjoint(with: schema.root.arrays(above: place))
            else { continue }
            var finding = finding
            finding.value = Self.fitted(finding.value, to: schema.root.kind(at: place))
            if let problem = schema.problem(in: finding.value, at: place) {
                rejected.append((problem, finding.method))
            } else {
                values[place] = finding
            }
        }
        for (pointer, rows) in findings.rowsSeen {
            if let place = unwrapped(pointer), rowsSeen[place] == nil { rowsSeen[place] = rows }
        }
        absent.formUnion(findings.absent.compactMap(unwrapped))
        if let template = findings.template, !templates.contains(template) { templates.append(template) }
        warnings += findings.warnings.filter { !warnings.contains($0) }
    }

    /// What is wrong with values that an engine would give.
    func problems(with findings: Findings) -> [SchemaProblem] {
        findings.values.keys.map(NaturalPointer.init).sorted().map(\.pointer).compactMap { pointer in
            guard let place = unwrapped(pointer), let finding = findings.values[pointer] else { return nil }
            return schema.problem(in: Self.fitted(finding.value, to: schema.root.kind(at: place)), at: place)
        }
    }

    private func unwrapped(_ pointer: String) -> String? {
        pointer.hasPrefix(wrapper) ? String(pointer.dropFirst(wrapper.count)) : nil
    }

    /// A number as the type asks for it: 5.0 is the whole number 5, and a text where one is wanted.
    private static func fitted(_ value: JSONValue, to kind: Field.Kind?) -> JSONValue {
        switch (kind, value) {
        case (.integer?, .number(let number)): Int64(exactly: number).map(JSONValue.integer) ?? value
        case (.string?, .integer(let number)): .string(String(number))
        default: value
        }
    }
}

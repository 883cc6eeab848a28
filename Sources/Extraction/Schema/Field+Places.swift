import Model

extension Field {
    /// The field a JSON Pointer leads to from here.
    func field(at pointer: String) -> Field? {
        (JSONPointer.steps(pointer) ?? []).reduce(self) { field, step in field?.member(step) }
    }

    /// The kind of the field a pointer leads to.
    func kind(at pointer: String) -> Kind? { field(at: pointer)?.kind }

    /// The arrays a pointer leads through, outermost first.
    func arrays(above pointer: String) -> [String] {
        var found: [String] = []
        var path = ""
        var field: Field? = self
        for step in JSONPointer.steps(pointer) ?? [] {
            if case .array? = field?.kind { found.append(path) }
            path = JSONPointer.member(step, of: path)
            field = field?.member(step)
        }
        return found
    }

    /// The innermost element of an array a value belongs to; empty for a value in none.
    func row(of pointer: String) -> String {
        guard let array = arrays(above: pointer).last else { return "" }
        let rest = pointer.dropFirst(array.count + 1)
        return array + "/" + rest.prefix { $0 != "/" }
    }

    /// What a field may be called on a page.
    static func labels(of field: Field) -> [String] {
        [field.name, field.title, field.description].compactMap(\.self) + field.aliases
    }

    private func member(_ step: String) -> Field? {
        switch kind {
        case .object(let members): members.first { $0.name == step }
        case .array(let element): element
        default: nil
        }
    }
}

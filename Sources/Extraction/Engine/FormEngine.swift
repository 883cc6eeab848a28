import Model

/// Takes the values people entered into the fields of a form whose names are those of the schema.
public struct FormEngine: Engine {
    public init() {}

    public func find(_ fields: [Field], in document: SourceDocument) throws(Failure) -> Findings {
        Findings()
    }
}

import Model

/// What is published of an extraction: extract.json and what extract.meta.json says about it.
public struct ExtractionResult: Sendable {
    /// The value of extract.json: what the schema describes, or a list of it.
    public let data: JSONValue
    /// Members of extract.meta.json that the extraction knows.
    public let meta: JSONObject
    /// What a person should know of the item.
    public let warnings: [String]
}

/// What of the reading of a document an extraction cannot see.
public struct ReadingRecord: Sendable, Equatable {
    /// Pages the document has.
    public var pageCount: Int
    /// 1-based numbers of those that could not be read.
    public var failedPages: [Int]

    public init(pageCount: Int, failedPages: [Int]) {
        self.pageCount = pageCount
        self.failedPages = failedPages
    }
}

extension Extraction {
    /// The result; throws where it would break the schema.
    public func result(of document: SourceDocument, _ reading: ReadingRecord) throws(Failure) -> ExtractionResult {
        var sheet = MetaSheet(options: options, document: document)
        var results: [JSONValue] = []
        for unit in units {
            guard let value = try value(of: unit, in: document, at: results.count, &sheet) else { continue }
            results.append(value)
        }
        let data = options.target == .page ? .array(results) : results.first ?? .null
        let schema = options.target == .document ? options.schema : options.schema.list
        if let problem = schema.problems(in: data).first { throw violation([problem], document) }
        sheet.finish(self, reading)
        return ExtractionResult(data: data, meta: sheet.members, warnings: sheet.warnings)
    }

    /// The value of a unit; nil for a page that has nothing to say.
    private func value(
        of unit: Unit, in document: SourceDocument, at index: Int, _ sheet: inout MetaSheet
    ) throws(Failure) -> JSONValue? {
        var builder = ResultBuilder()
        var root = unit.schema.root
        root.isRequired = true
        let value = builder.value(of: root, FindingTree(unit.values), at: "") ?? .null
        let problems = unit.problems(in: value, missing: builder.missing)
        if unit.page != nil, builder.placed.isEmpty, !problems.isEmpty {
            sheet.skip(unit)
            return nil
        }
        if !problems.isEmpty { throw violation(problems, document, page: unit.page) }
        sheet.add(unit, builder, at: options.target == .page ? "/\(index)" : "")
        return value
    }

    /// The failure of a document whose result would break the schema.
    func violation(_ problems: [SchemaProblem], _ document: SourceDocument, page: Int? = nil) -> Failure {
        let shown = problems.prefix(Limits.schemaProblems).map(\.description).joined(separator: "; ")
        let more = problems.count > Limits.schemaProblems ? "; and more" : ""
        let place = page.map { ", page \($0)" } ?? ""
        return Failure(
            .schemaViolation, "\(printable(document.name))\(place): the result breaks the schema: \(shown)\(more)",
            stage: .extract,
            details: [
                "problems": .array(
                    problems.prefix(Limits.schemaProblems).map {
                        ["pointer": .string($0.pointer), "message": .string($0.message)]
                    })
            ],
            resolution: "Look at the document: if it does not state these fields, take them out of `required` or allow "
                + "null in the schema; else describe them better there. Then retry.",
            page: page)
    }
}

extension Unit {
    /// What would be wrong with a value of the unit, fields that were not found first.
    func problems(in value: JSONValue, missing: [String]) -> [SchemaProblem] {
        let absent = missing.map { pointer in
            let reason = rejected.first { $0.problem.pointer == pointer }
            return SchemaProblem(
                pointer,
                reason.map { "\($0.problem.message) (found by \($0.method.rawValue))" }
                    ?? "is required, but was not found")
        }
        return absent.isEmpty ? schema.problems(in: value) : absent
    }
}

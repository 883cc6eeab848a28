import Layout
import Model

/// Collects what extract.meta.json says about the values: where each stands, what is unresolved, what may be missing.
struct MetaSheet {
    private let options: ExtractionOptions
    private let document: SourceDocument
    private var grounding: Grounding
    private var fields: [(String, JSONValue)] = []
    private var unresolved: [JSONValue] = []
    private var rows: [(String, JSONValue)] = []
    private var results: [JSONValue] = []
    private var skippedPages: [Int] = []
    private var templates: [UsedTemplate] = []
    private var asked = 0
    private var grounded = 0
    private var lostRows = 0
    private(set) var warnings: [String] = []
    private(set) var members: JSONObject = [:]

    init(options: ExtractionOptions, document: SourceDocument) {
        self.options = options
        self.document = document
        grounding = Grounding(document)
    }

    /// Notes a page without a result.
    mutating func skip(_ unit: Unit) {
        skippedPages.append(unit.page ?? 1)
        unresolved(at: "", "nothing_found", "nothing the schema asks for was found on page \(unit.page ?? 1)")
    }

    /// Notes the findings of a unit; `prefix` is the pointer of its value in extract.json.
    mutating func add(_ unit: Unit, _ builder: ResultBuilder, at prefix: String) {
        let places = grounding.places(of: builder.placed, root: unit.schema.root, page: unit.page)
        for pointer in builder.placed.keys.map(NaturalPointer.init).sorted().map(\.pointer) {
            guard let finding = builder.placed[pointer] else { continue }
            let place = places[pointer]
            let words = place?.evidence
            if words != nil { grounded += 1 }
            fields.append((prefix + pointer, entry(finding, place)))
            if words == nil, options.citesSources {
                unresolved(at: prefix + pointer, "not_grounded", Self.reason(finding.value))
            }
        }
        asked += builder.placed.count + builder.notFound.count
        for pointer in builder.notFound {
            let rejected = unit.rejected.first { $0.problem.pointer == pointer }
            if let rejected {
                unresolved(
                    at: prefix + pointer, "rejected",
                    "what \(rejected.method.rawValue) found \(rejected.problem.message)")
            } else {
                let isAbsent = unit.absent.contains(pointer)
                unresolved(
                    at: prefix + pointer, isAbsent ? "absent" : "not_found",
                    isAbsent ? "the document does not state it" : "no engine found it")
            }
        }
        if let page = unit.page { results.append(["page": .integer(Int64(page))]) }
        addRows(unit, builder, at: prefix)
        for template in unit.templates where !templates.contains(template) { templates.append(template) }
        for warning in unit.warnings where !warnings.contains(warning) { warnings.append(warning) }
    }

    private mutating func addRows(_ unit: Unit, _ builder: ResultBuilder, at prefix: String) {
        for pointer in builder.rows.keys.map(NaturalPointer.init).sorted().map(\.pointer) {
            guard let count = builder.rows[pointer] else { continue }
            let seen = unit.rowsSeen[pointer]
            rows.append(
                (prefix + pointer, ["seen": .optional(seen), "extracted": .integer(Int64(count))]))
            guard let seen, seen > count else { continue }
            lostRows += seen - count
            warnings.append("\(prefix + pointer): \(seen) rows were seen, \(count) were extracted")
        }
    }

    private mutating func unresolved(at pointer: String, _ reason: String, _ message: String) {
        unresolved.append([
            "pointer": .string(pointer), "reason": .string(reason), "message": .string(message),
        ])
    }

    private static func reason(_ value: JSONValue) -> String {
        value.bool == nil
            ? "the value does not stand on a page in any notation that is known" : "true and false stand on no page"
    }

    private func entry(_ finding: Finding, _ place: Grounding.Place?) -> JSONValue {
        var entry: JSONObject = ["value": finding.value, "method": .string(finding.method.rawValue)]
        if options.scoresConfidence {
            entry["confidence"] = .number((place?.confidence(of: finding) ?? finding.confidence).hundredths)
        }
        guard options.citesSources, let evidence = place?.evidence else { return .object(entry) }
        entry["page"] = .integer(Int64(evidence.page))
        entry["bbox"] = .array(evidence.boxes.map(Self.box))
        entry["matching_text"] = .string(evidence.text)
        let size = document.pages.first { $0.number == evidence.page }?.size
        entry["page_width"] = size.map { .number($0.width.hundredths) } ?? .null
        entry["page_height"] = size.map { .number($0.height.hundredths) } ?? .null
        return .object(entry)
    }

    private static func box(_ box: PageBox) -> JSONValue {
        [
            "x": .number(box.x.hundredths), "y": .number(box.y.hundredths), "w": .number(box.width.hundredths),
            "h": .number(box.height.hundredths),
        ]
    }

    /// Writes the members.
    mutating func finish(_ extraction: Extraction, _ reading: ReadingRecord) {
        let read = document.pages.map(\.number)
        let isComplete =
            lostRows == 0 && reading.failedPages.isEmpty && document.omittedWords == 0
            && read.count == reading.pageCount
        let tables = document.pages.flatMap(\.tables)
        let tableRows = tables.reduce(0) { $0 + max(0, $1.table.rows.count - $1.table.headerRows) }
        members = [
            "extraction_target": .string(options.target.rawValue), "engines": .strings(extraction.engines),
            "templates": .array(templates.map(\.json)), "model": extraction.models?.json ?? .null,
            "fields": .object(JSONObject(unique: fields)), "unresolved": .array(unresolved),
            "completeness": [
                "is_complete": .bool(isComplete),
                "pages": [
                    "total": .integer(Int64(reading.pageCount)), "read": .integer(Int64(read.count)),
                    "failed": .array(reading.failedPages.map { .integer(Int64($0)) }),
                    "without_result": .array(skippedPages.map { .integer(Int64($0)) }),
                ],
                "omitted_words": .integer(Int64(document.omittedWords)),
                "tables": ["count": .integer(Int64(tables.count)), "rows": .integer(Int64(tableRows))],
                "rows": .object(JSONObject(unique: rows)),
                "fields": [
                    "asked": .integer(Int64(asked)), "found": .integer(Int64(fields.count)),
                    "grounded": .integer(Int64(grounded)),
                ],
            ],
        ]
        if options.target == .page { members["results"] = .array(results) }
        if document.omittedWords > 0 {
            warnings.append("\(document.omittedWords) words beyond the limit were not looked at")
        }
    }
}

extension ModelRecord {
    /// The member `model` of extract.meta.json.
    var json: JSONValue {
        [
            "provider": .string(provider), "name": .string(model), "prompt_sha256": .string(promptSHA256),
            "questions": .integer(Int64(questions)), "attempts": .integer(Int64(attempts)),
            "input_tokens": .integer(inputTokens), "output_tokens": .integer(outputTokens),
        ]
    }
}

extension Double {
    /// Rounded to two decimals, which is enough for points on a page.
    fileprivate var hundredths: Double { (self * 100).rounded() / 100 }
}

import Model

/// The extraction of one document: its units, the engines one after another, and the result.
public struct Extraction: Sendable {
    /// What the job asks for.
    public let options: ExtractionOptions
    /// What each result is made of, in order.
    public internal(set) var units: [Unit]
    /// Names of the engines that were asked.
    public internal(set) var engines: [String] = []
    /// What models were asked and answered; nil where none was.
    public internal(set) var models: ModelRecord?

    /// An extraction that has not looked at the document yet.
    public init(_ options: ExtractionOptions, of document: SourceDocument) {
        self.options = options
        switch options.target {
        case .document, .tableRow: units = [Unit(schema: options.unitSchema)]
        case .page: units = document.pages.map { Unit(schema: options.unitSchema, page: $0.number) }
        }
    }

    init(_ options: ExtractionOptions, units: [Unit]) {
        self.options = options
        self.units = units
    }

    /// Asks an engine for what is still open in every unit.
    public mutating func ask(_ engine: some Engine, named name: String, of document: SourceDocument) throws(Failure) {
        if !engines.contains(name) { engines.append(name) }
        for index in units.indices {
            let fields = units[index].openFields
            guard !fields.isEmpty else { continue }
            units[index].take(try engine.find(fields, in: document.part(units[index].page)))
        }
    }

    /// True while a field is open in some unit.
    public var isOpen: Bool { units.contains { !$0.openFields.isEmpty } }
}

extension SourceDocument {
    /// The document as a unit sees it: all of it, or one page.
    func part(_ page: Int?) -> SourceDocument {
        guard let page else { return self }
        var part = self
        part.pages = pages.filter { $0.number == page }
        part.formFields = formFields.filter { $0.page == page }
        // An XML file speaks of the whole document, which may have other pages.
        if pages.count > 1 { part.embedded = [] }
        return part
    }
}

/// What is known about the models that took part.
public struct ModelRecord: Sendable, Equatable {
    public var provider: String
    public var model: String
    /// sha256 of the text that was sent first.
    public var promptSHA256: String
    public var questions: Int
    public var attempts: Int
    public var inputTokens: Int64
    public var outputTokens: Int64

    public init(
        provider: String, model: String, promptSHA256: String, questions: Int, attempts: Int, inputTokens: Int64,
        outputTokens: Int64
    ) {
        self.provider = provider
        self.model = model
        self.promptSHA256 = promptSHA256
        self.questions = questions
        self.attempts = attempts
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }
}

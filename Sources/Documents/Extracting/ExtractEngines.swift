import Extraction
import Model

/// The engines by name, in the order in which they are asked.
struct ExtractEngines {
    /// Those a job wants; the model is not among them, since it is asked by the agent.
    private(set) var chosen: [(name: String, engine: any Engine)] = []
    private(set) var warnings: [String] = []

    /// Chooses for a document.
    init(_ options: ExtractionOptions, for document: SourceDocument) throws(Failure) {
        if options.engine == .auto {
            addInvoice(options, document)
            chosen.append(("form_fields", FormEngine()))
        }
        if options.engine == .auto || options.engine == .template { try addTemplates(options) }
        if options.engine == .auto || options.engine == .rules { chosen.append(("rules", RulesEngine())) }
    }

    private mutating func addTemplates(_ options: ExtractionOptions) throws(Failure) {
        let isOnlyEngine = options.engine == .template
        let engine = TemplateEngine(options.templates, isOnlyEngine: isOnlyEngine)
        guard engine.isEmpty else { return chosen.append(("template", engine)) }
        guard isOnlyEngine else { return }
        throw Failure(
            .validationError, "The engine of the job is `template`, and it has no templates", stage: .extract,
            resolution: "Name the directory with the templates as `templates` in the parameters of the job.")
    }

    /// An invoice speaks of the whole document, not of one of several pages.
    private mutating func addInvoice(_ options: ExtractionOptions, _ document: SourceDocument) {
        guard options.target != .page || document.pages.count < 2 else { return }
        let found = EInvoiceParser.invoice(in: document)
        warnings += found.warnings
        if let invoice = found.invoice { chosen.append(("embedded_xml", EmbeddedXML(invoice))) }
    }
}

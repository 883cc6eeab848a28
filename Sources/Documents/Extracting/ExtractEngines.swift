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
        if options.engine == .auto || options.engine == .rules { chosen.append(("rules", RulesEngine())) }
    }

    /// An invoice speaks of the whole document, not of one of several pages.
    private mutating func addInvoice(_ options: ExtractionOptions, _ document: SourceDocument) {
        guard options.target != .page || document.pages.count < 2 else { return }
        let found = EInvoiceParser.invoice(in: document)
        warnings += found.warnings
        if let invoice = found.invoice { chosen.append(("embedded_xml", EmbeddedXML(invoice))) }
    }
}

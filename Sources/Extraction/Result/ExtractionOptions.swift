import Model

/// What a job of type `extract_v2` asks for, checked.
public struct ExtractionOptions: Sendable {
    /// What one result is of.
    public enum Target: String, Sendable {
        case document = "per_doc"
        /// A list with a result for each page.
        case page = "per_page"
        /// A list with a result for each row of the tables that fit.
        case tableRow = "per_table_row"
    }

    /// Which engine may be asked.
    public enum EngineChoice: String, Sendable {
        /// All, one after another, each for what is still open.
        case auto
        case template, rules, provider
    }

    /// What one result follows.
    public var schema: Schema
    public var target = Target.document
    public var engine = EngineChoice.auto
    /// Whether places are written.
    public var citesSources = true
    public var scoresConfidence = true
    /// Name of the provider; nil for none, or for the only one where the engine is a provider.
    public var provider: String?
    public var model: String?
    /// What a person wrote to the model.
    public var prompt: String?
    /// Templates of senders, each with `name` and `content`.
    public var templates = JSONValue.null
    /// How much of a document a model may be asked about; nil for all of it.
    public var tokenLimit: TokenLimit?
    /// What is known of the document from outside.
    public var title: String?
    public var description: String?

    /// Options with nothing but a schema.
    public init(schema: Schema) { self.schema = schema }

    /// Reads the parameters of a job, whose values were checked when the batch was sealed.
    public init(_ parameters: JSONObject) throws(Failure) {
        guard let value = parameters["schema"], !value.isNull else {
            throw Failure(
                .validationError, "The job has no schema: nothing says which fields to extract", stage: .extract,
                resolution: "Add `schema` to the job configuration, put schema.json beside the documents, or name a "
                    + "file with --schema.")
        }
        schema = try Schema(value)
        target = parameters["extraction_target"]?.string.flatMap(Target.init(rawValue:)) ?? .document
        engine = parameters["engine"]?.string.flatMap(EngineChoice.init(rawValue:)) ?? .auto
        citesSources = parameters["cite_sources"]?.bool ?? true
        scoresConfidence = parameters["confidence_scores"]?.bool ?? true
        provider = parameters["provider"]?.string
        model = parameters["model"]?.string
        prompt = parameters["prompt"]?.string
        templates = parameters["templates"] ?? .null
        tokenLimit = TokenLimit(parameters)
        title = parameters["title"]?.string
        description = parameters["description"]?.string
    }

    /// True where a model is to be asked for what no other engine finds.
    public var asksProvider: Bool { engine == .provider || (engine == .auto && provider != nil) }

    /// What the engines fill for one unit of the document: the schema, or a list of it.
    public var unitSchema: Schema { target == .tableRow ? schema.list : schema }
}

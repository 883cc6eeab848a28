import Extraction
import Model

/// The engines by name, in the order in which they are asked.
enum ExtractEngines {
    /// Those a job wants; the model is not among them, since it is asked by the agent.
    static func chosen(
        by options: ExtractionOptions, _ parameters: JSONObject
    ) throws(Failure) -> [(name: String, engine: any Engine)] {
        var engines: [(name: String, engine: any Engine)] = []
        let isAuto = options.engine == .auto
        if isAuto { engines.append(("form_fields", FormEngine())) }
        return engines
    }
}

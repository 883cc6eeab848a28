import Extraction
import Model

/// Checks the parameters of a job before anything of the batch is claimed, and brings them into their final form.
enum JobPreparation {
    /// The object `{type, parameters}` of a file, with the parameters as every item is to have them.
    static func prepare(_ source: DocumentSource) throws(Failure) -> JSONValue {
        let text = try source.readWhole(atMost: Int64(Limits.steeringFileBytes))
        guard let job = try? JSONParser.parse(text), var parameters = job["parameters"]?.object,
            let schema = parameters["schema"]
        else {
            throw Failure(.processingError, "the parameters of the job did not arrive whole", stage: .intake)
        }
        parameters["schema"] = try Schema(schema).json
        return ["type": job["type"] ?? .null, "parameters": .object(parameters)]
    }
}

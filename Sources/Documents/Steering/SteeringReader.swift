import Model
import YAML

/// Reads `job.json`, `job.yaml`, `schema.json` and `prompt.md` into one JSON value, within limits of size and depth.
///
/// What the members mean is the agent's business; here it is only made sure that there is nothing but plain data.
enum SteeringReader {
    /// The content of a steering file; its name says which of the two it is.
    static func read(_ source: DocumentSource) throws(Failure) -> JSONValue {
        guard source.size <= Int64(Limits.steeringFileBytes) else {
            throw Failure(
                .validationError, "\(source.name) is larger than \(Limits.steeringFileBytes) bytes", stage: .intake,
                details: ["size": .integer(source.size), "max_allowed": .integer(Int64(Limits.steeringFileBytes))],
                resolution: "Keep the file below 1 MiB.")
        }
        let text = try source.read(Int(source.size), at: 0)
        let name = source.name.lowercased()
        if name == "prompt.md" { return try prompt(text) }
        if name == "schema.json" { return try schema(text) }
        return name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? try yaml(text) : try json(text)
    }

    private static func prompt(_ text: [UInt8]) throws(Failure) -> JSONValue {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard let prompt = String(validating: text.dropFirst(text.starts(with: mark) ? 3 : 0), as: UTF8.self) else {
            throw Failure(
                .validationError, "prompt.md is not UTF-8 text", stage: .intake,
                resolution: "Save prompt.md as UTF-8; the batch is looked at again then.")
        }
        guard prompt.utf8.count <= Limits.parameterTextBytes else {
            throw Failure(
                .validationError, "prompt.md is longer than \(Limits.parameterTextBytes) bytes", stage: .intake,
                resolution: "Shorten prompt.md; the batch is looked at again then.")
        }
        return .string(prompt)
    }

    private static func schema(_ text: [UInt8]) throws(Failure) -> JSONValue {
        do {
            return try JSONParser.parse(text)
        } catch {
            throw Failure(
                .validationError,
                "Invalid schema: schema.json is not JSON: \(error.message) at line \(error.line), column \(error.column)",
                stage: .intake,
                details: ["line": .integer(Int64(error.line)), "column": .integer(Int64(error.column))],
                resolution: "Correct line \(error.line) of schema.json; the batch is looked at again then.")
        }
    }

    private static func json(_ text: [UInt8]) throws(Failure) -> JSONValue {
        do {
            return try JSONParser.parse(text)
        } catch {
            throw failure("JSON", error.message, line: error.line, column: error.column)
        }
    }

    private static func yaml(_ text: [UInt8]) throws(Failure) -> JSONValue {
        do {
            return try YAMLValue.parse(text)
        } catch {
            throw failure("YAML", error.message, line: error.place.line, column: error.place.column)
        }
    }

    private static func failure(_ format: String, _ message: String, line: Int, column: Int) -> Failure {
        Failure(
            .validationError, "Invalid config \(format) format: \(message) at line \(line), column \(column)",
            stage: .intake, details: ["line": .integer(Int64(line)), "column": .integer(Int64(column))],
            resolution: "Correct line \(line) of the job file and save it again; the batch is looked at again then.")
    }
}

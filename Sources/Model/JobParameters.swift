/// One thing wrong with the parameters of a job.
public struct ParameterProblem: Sendable, Equatable {
    /// Why a parameter is refused.
    public enum Code: String, Sendable {
        /// No parameter of the job has this name.
        case unknown
        /// The value is of another type than the parameter.
        case wrongType
        /// The value is of the right type and not allowed.
        case notAllowed
        /// The value is in the contract and not built yet.
        case notAvailable
    }

    public let code: Code
    /// Keys from the outermost to the refused one, list places as `[0]`: `ocr.languages[0]`.
    public let path: String
    /// One sentence that names the path, what was found and what is allowed.
    public let message: String
    /// The known name nearest to an unknown one.
    public let nearest: String?
}

/// The parameters each job type knows: names, types, ranges and defaults.
public enum JobParameters {
    /// Every parameter of the type with its default.
    public static func defaults(for type: JobType) -> JSONObject { defaults(of: Parameter.table(for: type)) }

    /// The first thing wrong with parameters, or nil; names the path of the key and the nearest known key.
    public static func problem(in parameters: JSONObject, for type: JobType) -> String? {
        problems(in: parameters, for: type).first?.message
    }

    /// Everything wrong with parameters, in the order they are written.
    public static func problems(in parameters: JSONObject, for type: JobType) -> [ParameterProblem] {
        var check = ParameterCheck()
        check.members(parameters, of: Parameter.table(for: type), at: "")
        return check.problems
    }

    /// Checked parameters with every default filled in, also where a value is null, in the order of the table.
    public static func filled(_ parameters: JSONObject, for type: JobType) -> JSONObject {
        fill(parameters, from: Parameter.table(for: type))
    }

    /// The names of the parameters of a type.
    public static func names(for type: JobType) -> [String] { Parameter.table(for: type).map(\.name) }

    private static func defaults(of table: [Parameter]) -> JSONObject { fill([:], from: table) }

    private static func fill(_ parameters: JSONObject, from table: [Parameter]) -> JSONObject {
        JSONObject(
            table.map { parameter in
                let written = parameters[parameter.name] ?? .null
                guard case .members(let inner) = parameter.kind else {
                    return (parameter.name, written.isNull ? parameter.fallback : written)
                }
                return (parameter.name, .object(fill(written.object ?? [:], from: inner)))
            })
    }
}

/// The parameters each job type knows: names, types, ranges and defaults. Skeleton.
public enum JobParameters {
    /// Every parameter of the type with its default.
    public static func defaults(for type: JobType) -> JSONObject { [:] }
    /// The first thing wrong with parameters, or nil; names the path of the key and the nearest known key.
    public static func problem(in parameters: JSONObject, for type: JobType) -> String? { nil }
}
/// The known name nearest to a misspelt one, when one is near enough.
public func nearestName(to name: String, among known: [String]) -> String? { nil }

import Agent
import Collections
import Model
import Settings

/// The vector of a query in each space it is compared in: made here, or by the provider that made the others.
struct QueryVectors {
    private let text: String
    private let loaded: LoadedSettings
    private var known: [String: [Float]?] = [:]
    /// Why some vectors could not be compared.
    private(set) var warnings: [String] = []

    init(_ text: String, _ loaded: LoadedSettings) {
        self.text = text
        self.loaded = loaded
    }

    /// The query as a vector of a space; nil where there is none to be had.
    mutating func vector(for space: VectorSpace) -> [Float]? {
        if space.method == "local" { return space.model == LexicalVector.model ? LexicalVector.make(text) : nil }
        let key = space.provider + "\n" + space.model
        if let made = known[key] { return made }
        let vector = ask(space)
        known[key] = .some(vector)
        return vector
    }

    private mutating func ask(_ space: VectorSpace) -> [Float]? {
        do {
            return try QueryEmbedding.make(
                of: text, provider: space.provider, model: space.model, settings: loaded.settings,
                secrets: try loaded.secrets())
        } catch {
            let reason = (error as? Failure)?.message ?? "\(error)"
            warnings.append(
                "Vectors of \(printable(space.provider)) \(printable(space.model)) are not compared: \(reason)")
            return nil
        }
    }
}

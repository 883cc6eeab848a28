import Dispatch
import Model
import Providers
import Settings
import Synchronization

/// Asks a provider for the vector of a query; blocks its thread, for the command line.
public enum QueryEmbedding {
    /// - Throws: `Failure` where the agent is offline, there is no such provider, or it does not answer.
    public static func make(
        of text: String, provider: String, model: String, settings: AgentSettings, secrets: ServiceSecrets
    ) throws -> [Float] {
        guard !settings.offline else {
            throw Failure(.offline, "`offline` is true", stage: .embed)
        }
        guard let server = settings.providers.first(where: { $0.name == provider }) else {
            throw Failure(.offline, "there is no provider \(printable(provider)) in the configuration", stage: .embed)
        }
        let client = try ProviderClient([ProviderSettings(server, key: secrets.providers[server.name])]) { _ in }
        defer { client.stop() }
        let answer = Mutex<Result<EmbeddingReply, Failure>?>(nil)
        let answered = DispatchSemaphore(value: 0)
        let request = EmbeddingRequest(provider: provider, model: model.isEmpty ? nil : model, texts: [text])
        let call = client.embed(request) { outcome in
            answer.withLock { $0 = outcome.result }
            answered.signal()
        }
        if answered.wait(timeout: .now() + .seconds(Limits.queryAnswerSeconds)) == .timedOut {
            call.withdraw()
            throw Failure(.timeout, "there is no answer within \(Limits.queryAnswerSeconds) s", stage: .embed)
        }
        guard let reply = try answer.withLock({ $0 })?.get(), let vector = reply.vectors.first else {
            throw Failure(.providerError, "the answer holds no vector", stage: .embed)
        }
        return vector
    }
}

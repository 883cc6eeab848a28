import Curl
import Linux
import Model

/// The answer of `models`.
enum ProviderProbe {
    static func read(
        _ result: Result<HTTPResponse, TransferError>, _ provider: ProviderSettings, milliseconds: Int64
    ) -> Result<ProviderState, Failure> {
        do throws(Problem) {
            let response: HTTPResponse
            switch result {
            case .success(let value): response = value
            case .failure(let error): throw Problem(error)
            }
            let json = try Envelope.read(response, now: Clock.now())
            let models = (json["data"]?.array ?? json["models"]?.array ?? []).prefix(Limits.providerModels)
                .compactMap { $0["id"]?.string ?? $0["name"]?.string }
            let hasModel = provider.model.map(models.contains) ?? true
            return .success(ProviderState(models: models, milliseconds: milliseconds, hasModel: hasModel))
        } catch {
            let words = provider.key?.hidden(in: error.message) ?? error.message
            return .failure(
                Failure(error.code, "Provider \(provider.name): \(words)", stage: .detect, resolution: error.resolution)
            )
        }
    }
}

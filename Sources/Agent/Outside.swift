import Jobs
import Logging
import Model
import Providers
import Settings
import Synchronization

/// The connections to the outside that the settings allow; none is made while they are offline.
struct Outside: Sendable {
    let errands: any Errands
    /// What jobs may ask.
    let models: [ModelServer]
    private let holds = HoldBoard()

    /// Starts what the settings name.
    init(_ settings: AgentSettings, secrets: ServiceSecrets) throws {
        let board = holds
        guard !settings.offline, !settings.providers.isEmpty else {
            errands = NoErrands()
            models = []
            return
        }
        let providers = settings.providers.map { ProviderSettings($0, key: secrets.providers[$0.name]) }
        let client = try ProviderClient(providers) { board.hold($0) }
        errands = ProviderErrands(client, providers: providers)
        models = settings.providers
    }

    /// Passes on to whom it concerns that a provider takes no more for a while.
    func report(to jobs: Jobs) { holds.connect(jobs) }
}

/// Passes holds of providers to a stage that is made later.
private final class HoldBoard: Sendable {
    private let jobs = Mutex<Jobs?>(nil)

    func connect(_ jobs: Jobs) { self.jobs.withLock { $0 = jobs } }

    func hold(_ hold: ProviderHold) {
        jobs.withLock { $0 }?.hold(provider: hold.provider, because: hold.reason, until: hold.resumeAt)
    }
}

extension ProviderSettings {
    /// What dropmill.yaml says of a server, with its key.
    init(_ server: ModelServer, key: String?) {
        self.init(name: server.name, baseURL: server.baseURL, key: key.flatMap { ProviderKey($0) }, model: server.model)
        embeddingModel = server.embeddingModel
        transcriptionModel = server.transcriptionModel
        prices = PriceTable(
            server.prices.mapValues { PriceTable.Price(input: $0.input, output: $0.output, minute: $0.minute) })
        if let most = server.maxInFlight { maxInFlight = most }
        if let time = server.timeout { answerTime = time }
        proxy = server.proxy
        certificates = server.certificates
    }
}

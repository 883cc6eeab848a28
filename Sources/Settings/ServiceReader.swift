import Model

/// Reads `providers`, `fetch`, `budget` and `prices` of dropmill.yaml.
struct ServiceReader {
    private let reader: MappingReader

    /// The keys at the top of the file that are read here.
    static let keys = ["providers", "fetch", "budget", "prices"]

    init(_ reader: MappingReader) { self.reader = reader }

    /// Fills in what the file says.
    func read(into settings: inout AgentSettings) {
        settings.providers = providers()
        settings.fetch = fetch()
        settings.budget = budget()
        settings.prices = prices()
        warnWhenOffline(settings)
    }

    // MARK: Providers

    private static let serverKeys = [
        "base_url", "api_key_env", "api_key_file", "model", "embedding_model", "transcription_model", "prices",
        "max_in_flight", "timeout", "proxy", "certificates",
    ]

    private func providers() -> [ModelServer] {
        guard let value = reader.value("providers") else { return [] }
        guard let members = value.members, members.count <= Limits.providers else {
            reader.refuse("providers", .wrongType, mustBe: "a mapping of at most \(Limits.providers) names to servers")
            return []
        }
        return members.compactMap { server($0) }
    }

    private func server(_ member: SourceValue.Member) -> ModelServer? {
        let path = "providers.\(printable(member.key))"
        guard ChosenIdentifier.isValid(member.key) else {
            reader.log.report(.notAllowed, "`\(path)`: a name must have \(ChosenIdentifier.rule)", at: member.place)
            return nil
        }
        guard let entry = MappingReader(member.value, path: path, known: Self.serverKeys, log: reader.log),
            entry.require("base_url"), let address = entry.webAddress("base_url")
        else { return nil }
        var server = ModelServer(name: member.key, baseURL: address)
        server.key = entry.secret("api_key")
        server.model = entry.text("model")
        server.embeddingModel = entry.text("embedding_model")
        server.transcriptionModel = entry.text("transcription_model")
        server.maxInFlight = entry.integer("max_in_flight", in: Limits.requestsInFlight)
        server.timeout = entry.duration("timeout", in: .seconds(1)...Limits.longestAnswer)
        server.proxy = entry.webAddress("proxy")
        server.certificates = entry.absolutePath("certificates")
        server.prices = modelPrices(of: entry)
        return server
    }

    private static let priceKeys = ["input", "output", "minute"]

    /// `{input, output, minute}` for every model, or that for each model by its name.
    private func modelPrices(of entry: MappingReader) -> [String: ModelServer.Price] {
        guard let members = entry.value("prices")?.members else {
            if entry.value("prices") != nil { entry.refuse("prices", .wrongType, mustBe: "a mapping of prices") }
            return [:]
        }
        if members.allSatisfy({ $0.value.members == nil }) {
            guard let value = entry.value("prices") else { return [:] }
            return price(value, at: entry.name("prices")).map { ["*": $0] } ?? [:]
        }
        var prices: [String: ModelServer.Price] = [:]
        for member in members {
            let path = entry.name("prices") + "." + printable(member.key)
            prices[member.key] = price(member.value, at: path)
        }
        return prices
    }

    private func price(_ value: SourceValue, at path: String) -> ModelServer.Price? {
        guard let reader = MappingReader(value, path: path, known: Self.priceKeys, log: reader.log) else { return nil }
        var price = ModelServer.Price()
        price.input = reader.money("input") ?? .zero
        price.output = reader.money("output") ?? .zero
        price.minute = reader.money("minute") ?? .zero
        return price
    }

    // MARK: Downloads

    private func fetch() -> FetchRules {
        var rules = FetchRules()
        let known = ["allow_hosts", "allow_private", "max_bytes", "proxy", "certificates", "s3"]
        guard let fetch = reader.mapping("fetch", known: known) else { return rules }
        rules.allowHosts = fetch.texts("allow_hosts", of: "host names such as example.com or *.example.com") {
            !$0.isEmpty && !$0.contains("/")
        }
        rules.allowPrivate = fetch.flag("allow_private", default: false)
        rules.maxBytes = fetch.size("max_bytes") ?? rules.maxBytes
        rules.proxy = fetch.webAddress("proxy")
        rules.certificates = fetch.absolutePath("certificates")
        rules.s3 = s3(of: fetch)
        return rules
    }

    private func s3(of fetch: MappingReader) -> FetchRules.S3? {
        let known =
            ["endpoint", "region", "path_style", "buckets"]
            + ["access_key", "secret_key", "session_token"].flatMap { [$0 + "_env", $0 + "_file"] }
        guard fetch.value("s3")?.members?.isEmpty == false, let entry = fetch.mapping("s3", known: known) else {
            return nil
        }
        var server = FetchRules.S3()
        server.endpoint = entry.webAddress("endpoint")
        server.region = entry.text("region") ?? server.region
        server.accessKey = entry.secret("access_key")
        server.secretKey = entry.secret("secret_key")
        server.sessionToken = entry.secret("session_token")
        if (server.accessKey == nil) != (server.secretKey == nil) {
            entry.log.report(
                .missingKey, "`\(entry.path)` needs both an access key and a secret key, or neither", at: entry.place)
        }
        if entry.value("path_style") != nil { server.pathStyle = entry.flag("path_style", default: true) }
        server.buckets = entry.texts("buckets", of: "names of buckets") { !$0.isEmpty && !$0.contains("/") }
        return server
    }

    // MARK: Money

    private func budget() -> Budget? {
        guard let entry = reader.mapping("budget", known: ["amount", "per"]) else { return nil }
        guard entry.require("amount"), let amount = entry.money("amount") else { return nil }
        return Budget(amount: amount, per: entry.choice("per", default: .month))
    }

    private func prices() -> FilePrices {
        var prices = FilePrices()
        guard let entry = reader.mapping("prices", known: ["processing", "storage"]) else { return prices }
        prices.storage = entry.money("storage") ?? .zero
        guard let value = entry.value("processing") else { return prices }
        let categories = MediaCategory.allCases
        guard value.members != nil else {
            if let price = entry.money("processing") {
                for category in categories { prices.processing[category] = price }
            }
            return prices
        }
        guard let table = entry.mapping("processing", known: categories.map(\.rawValue)) else { return prices }
        for category in categories { prices.processing[category] = table.money(category.rawValue) }
        return prices
    }

    private func warnWhenOffline(_ settings: AgentSettings) {
        guard settings.offline else { return }
        for (key, isSet) in [
            ("providers", !settings.providers.isEmpty),
            ("fetch", settings.fetch.s3 != nil || !settings.fetch.allowHosts.isEmpty),
        ] where isSet {
            reader.log.warn(
                .conflict, "`\(key)` is not used: `offline` is true, which is the default", at: reader.place(of: key))
        }
    }
}

extension MappingReader {
    /// An amount of money such as `0.15`, to the millionth.
    fileprivate func money(_ key: String) -> Money? {
        guard let value = value(key) else { return nil }
        if let money = Money(value.json) { return money }
        refuse(key, .wrongType, mustBe: "an amount such as 0.15, with at most six places")
        return nil
    }

    /// An address of a server, `http://` or `https://`, without a user in it.
    func webAddress(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        let rest = text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
        let host = rest.prefix { $0 != "/" }
        if !host.isEmpty, !host.contains("@"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
        // The text may hold a password.
        let reason = host.contains("@") ? "; keys belong into the environment or a file" : ""
        log.report(
            .notAllowed, "`\(name(key))` must be an address such as https://example.com/v1\(reason)", at: place(of: key)
        )
        return nil
    }

    /// The place of a secret: `<key>_env` or `<key>_file`.
    func secret(_ key: String) -> SecretPlace? {
        let (variable, file) = (text(key + "_env"), absolutePath(key + "_file"))
        if variable != nil, file != nil {
            log.report(
                .conflict, "`\(name(key))_env` and `\(name(key))_file` are both set; keep one",
                at: place(of: key + "_file"))
        }
        return variable.map(SecretPlace.environment) ?? file.map(SecretPlace.file)
    }
}

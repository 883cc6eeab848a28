import Model

/// The keys of the services that dropmill.yaml names; no message repeats one.
public struct ServiceSecrets: Sendable {
    /// Keys of providers by their names.
    public internal(set) var providers: [String: String] = [:]
    /// Keys that webhooks are signed with, by the name of the folder and of the webhook.
    public internal(set) var webhooks: [String: [String: [[UInt8]]]] = [:]
    public internal(set) var s3AccessKey: String?
    public internal(set) var s3SecretKey: String?
    public internal(set) var s3SessionToken: String?

    /// No keys.
    public init() {}
}

extension LoadedSettings {
    /// Reads the keys of providers and of S3 from where the settings say they are; none while `offline` is true.
    ///
    /// Throws when one is missing or could be read by others.
    public func secrets() throws(SettingsError) -> ServiceSecrets {
        var secrets = ServiceSecrets()
        guard !settings.offline else { return secrets }
        let reader = Secrets(file: file)
        for server in settings.providers {
            guard let place = server.key else { continue }
            secrets.providers[server.name] = try reader.read(place, for: "providers.\(server.name).api_key")
        }
        secrets.webhooks = try webhookKeys(reader)
        guard let s3 = settings.fetch.s3 else { return secrets }
        if let place = s3.accessKey { secrets.s3AccessKey = try reader.read(place, for: "fetch.s3.access_key") }
        if let place = s3.secretKey { secrets.s3SecretKey = try reader.read(place, for: "fetch.s3.secret_key") }
        if let place = s3.sessionToken {
            secrets.s3SessionToken = try reader.read(place, for: "fetch.s3.session_token")
        }
        return secrets
    }

    private func webhookKeys(_ reader: Secrets) throws(SettingsError) -> [String: [String: [[UInt8]]]] {
        var keys: [String: [String: [[UInt8]]]] = [:]
        for (index, folder) in settings.folders.enumerated() {
            for (number, webhook) in folder.webhooks.enumerated() {
                let key = "folders[\(index)].webhooks[\(number)]"
                guard let found = WebhookSecret.keys(try reader.read(webhook.secret, for: key + ".secret")) else {
                    let place = source.place(of: key)
                    throw SettingsError(
                        SettingsProblem(
                            code: .notAllowed, message: "the secret of `\(key)` must be \(WebhookSecret.rule)",
                            file: file, line: place.line, column: place.column))
                }
                keys[folder.name, default: [:]][webhook.name] = found
            }
        }
        return keys
    }
}

import Model
import Notices
import Settings

extension Receiver {
    /// Everybody the settings want to be told; webhooks without keys, as under `offline`, are left out.
    static func all(_ settings: AgentSettings, secrets: ServiceSecrets) -> [Receiver] {
        settings.folders.flatMap { folder in
            folder.webhooks.compactMap { webhook in
                secrets.webhooks[folder.name]?[webhook.name].map { Receiver(webhook, keys: $0, of: folder) }
            } + folder.hooks.map { Receiver($0, of: folder) }
        }
    }
}

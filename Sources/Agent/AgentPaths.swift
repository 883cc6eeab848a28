import Crypto
import Folders
import Glibc
import Linux
import Model
import Settings
import Store

/// Where an agent keeps its state.
public enum AgentPaths {
    /// The store of a state directory.
    public static func store(in stateDirectory: String) -> String { stateDirectory + "/store.sqlite" }

    /// The store of an agent, to be read; nil where the agent has not run yet.
    public static func readStore(of settings: AgentSettings) throws(StoreError) -> Store? {
        let path = store(in: settings.stateDirectory)
        return access(path, F_OK) == 0 ? try Store(path: path, readOnly: true) : nil
    }

    /// Makes the state directory where only it is missing, for the agent alone.
    static func makeState(_ path: String) throws(SystemError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw SystemError(code: errno, call: "mkdir", subject: path)
    }

    private static let keyName = BytePath("redaction.key")
    private static let keyBytes = 32

    /// The key that turns secrets into marks in config.json; made at the first start.
    static func redactionKey(in stateDirectory: Directory) throws(SystemError) -> [UInt8] {
        if let key = try? stateDirectory.contents(of: keyName, limit: keyBytes), key.count == keyBytes { return key }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<keyBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try stateDirectory.replace(keyName, with: key, mode: 0o600)
        return key
    }
}

import Agent
import Model
import Store

/// The names of batches that a shell offers to complete.
enum BatchNames {
    private static let offered = 100

    /// Names of the newest batches, ids where a shell would divide the name; of the configuration that the words of
    /// the command name. Nothing where that cannot be read: completion has nobody to complain to.
    static func known(toCommand words: [String]) -> [String] {
        var options = AgentOptions()
        options.config = words.firstIndex(of: "--config").flatMap { place in
            words.indices.contains(place + 1) ? words[place + 1] : nil
        }
        guard let settings = try? options.read().settings,
            let store = try? Store(path: AgentPaths.store(in: settings.stateDirectory), readOnly: true),
            let batches = try? store.batches(BatchQuery(limit: offered))
        else { return [] }
        return batches.map { batch in
            let isOneWord = batch.name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
            return isOneWord ? batch.name : batch.id
        }
    }
}

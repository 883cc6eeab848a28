import Linux
import Model

/// What the command line asks of a running agent about its receivers, by a datagram to a socket in the state directory
/// that only the agent's user may write to.
public enum Errand: Sendable, Equatable {
    /// Send a delivery again.
    case replay(id: String)
    /// Send all that was sent of a batch again.
    case replayBatch(id: String)
    /// Ask a receiver whether it answers, under an id the asker finds again.
    case test(id: String, folder: String, name: String)

    /// The name of the socket.
    static let boxName = "notices.socket"

    /// Leaves it with the agent that uses a state directory; throws when there is none.
    public func send(toAgentOf state: Directory) throws(SystemError) {
        try DatagramBox.send(JSONWriter.bytes(of: json), to: Self.boxName, in: state)
    }

    private var json: JSONValue {
        switch self {
        case .replay(let id): ["verb": "replay", "id": .string(id)]
        case .replayBatch(let id): ["verb": "replay", "batch": .string(id)]
        case .test(let id, let folder, let name):
            ["verb": "test", "id": .string(id), "folder": .string(folder), "name": .string(name)]
        }
    }

    /// Reads what `send` left; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONParser.parse(bytes) else { return nil }
        let id = value["id"]?.string
        switch value["verb"]?.string {
        case "replay":
            if let id {
                self = .replay(id: id)
            } else if let batch = value["batch"]?.string {
                self = .replayBatch(id: batch)
            } else {
                return nil
            }
        case "test":
            guard let id, let folder = value["folder"]?.string, let name = value["name"]?.string else { return nil }
            self = .test(id: id, folder: folder, name: name)
        default: return nil
        }
    }
}

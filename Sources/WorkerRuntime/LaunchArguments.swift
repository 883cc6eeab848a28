/// What the agent tells a worker on its command line.
public struct LaunchArguments: Sendable, Equatable {
    /// Process id of the agent.
    public var parent: Int32?
    /// User and group to take on; nil when the agent is not root.
    public var identity: (user: UInt32, group: UInt32)? {
        guard let user, let group else { return nil }
        return (user, group)
    }

    private var user: UInt32?
    private var group: UInt32?

    /// Reads `--parent PID --uid UID --gid GID`; nil when there is anything else.
    public init?(_ arguments: [String]) {
        var rest = arguments.dropFirst()
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--parent": parent = Int32(value)
            case "--uid": user = UInt32(value)
            case "--gid": group = UInt32(value)
            default: return nil
            }
        }
        guard parent != nil, (user == nil) == (group == nil) else { return nil }
    }
}

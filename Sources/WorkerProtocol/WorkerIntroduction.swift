import Model

/// What a worker says when it starts.
public struct WorkerIntroduction: Sendable, Equatable {
    /// Names and versions of libraries.
    public var libraries: [(name: String, version: String)]
    /// `no_new_privs`, `landlock`, `seccomp`, `rlimits`, `uid`: what is in force.
    public var sandbox: [String]
    /// What could not be applied, in plain words.
    public var missing: [String]

    public init(libraries: [(name: String, version: String)], sandbox: [String], missing: [String]) {
        self.libraries = libraries
        self.sandbox = sandbox
        self.missing = missing
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.sandbox == right.sandbox && left.missing == right.missing
            && left.libraries.map(\.name) == right.libraries.map(\.name)
            && left.libraries.map(\.version) == right.libraries.map(\.version)
    }

    /// The payload of an introduction frame.
    public func encoded() -> [UInt8] {
        JSONWriter.bytes(
            of: [
                "libraries": .object(JSONObject(libraries.map { ($0.name, .string($0.version)) })),
                "sandbox": .strings(sandbox), "missing": .strings(missing),
            ])
    }

    /// Reads the payload of an introduction frame.
    public init(_ frame: Frame) throws(FrameError) {
        let members = try MessageMembers(frame, expecting: .introduction)
        libraries = []
        for (name, version) in try members.object("libraries").members {
            guard let version = version.string else { throw members.error("libraries") }
            libraries.append((name, version))
        }
        sandbox = try members.strings("sandbox")
        missing = try members.strings("missing")
    }
}

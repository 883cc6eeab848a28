extension JSONObject {
    /// An object of members whose names are known to differ; unlike `init(_:)` it does not compare them.
    public init(unique members: [(String, JSONValue)]) {
        self.init()
        for (key, value) in members { append(unchecked: key, value) }
    }
}

extension Limits {
    /// Bytes of a model in three dimensions; reading one takes several times its size in memory.
    public static let modelBytes: Int64 = 100 << 20
    /// Names of meshes, parts, materials, animations or textures that are listed.
    public static let modelNames = 1000
    /// Parts of a model that are visited.
    public static let modelNodes = 200_000
    /// Points that are placed to find the box around a model.
    public static let modelPoints = 50_000_000
    /// Records of an FBX file that are visited for its vertices.
    public static let modelRecords = 1_000_000
}

/// What this program calls itself in the files it writes.
public enum Product {
    /// `engine.name` of document.json.
    public static let name = "dropmill"
    /// The released version.
    public static let version = "0.1.0"
}

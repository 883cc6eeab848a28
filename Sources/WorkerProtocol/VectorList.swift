import Model

/// Vectors as the content of a reply: a list of texts in base 64.
public enum VectorList {
    /// The content of a reply with these vectors.
    public static func encode(_ vectors: [[Float]]) -> String {
        let list = JSONValue.array(vectors.map { .string(Base64.encode(VectorBytes.encode($0))) })
        return String(decoding: JSONWriter.bytes(of: list), as: UTF8.self)
    }

    /// The vectors of a content; nil for anything else.
    public static func decode(_ content: String) -> [[Float]]? {
        guard let list = (try? JSONParser.parse(Array(content.utf8)))?.array else { return nil }
        let vectors = list.compactMap { $0.string.flatMap(Base64.decode).flatMap(VectorBytes.decode) }
        return vectors.count == list.count ? vectors : nil
    }
}

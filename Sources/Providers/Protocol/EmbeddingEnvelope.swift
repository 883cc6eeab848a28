import Model

/// Request and answer of `embeddings`.
enum EmbeddingEnvelope {
    static func body(_ texts: ArraySlice<String>, model: String?) -> [UInt8] {
        var body = JSONObject()
        body["model"] = model.map(JSONValue.string)
        body["input"] = .array(texts.map(JSONValue.string))
        body["encoding_format"] = "float"
        return JSONWriter.bytes(of: .object(body))
    }

    /// One vector for each text in their order, all of one length.
    static func read(_ json: JSONValue, texts: ArraySlice<String>, dimensions: Int?) throws(Problem) -> [[Float]] {
        guard let data = json["data"]?.array, data.count == texts.count else {
            throw .unusable("the answer has \(json["data"]?.array?.count ?? 0) vectors for \(texts.count) texts")
        }
        var vectors = [[Float]](repeating: [], count: texts.count)
        for (place, entry) in data.enumerated() {
            let index = entry["index"]?.integer.flatMap { Int(exactly: $0) } ?? place
            guard vectors.indices.contains(index), vectors[index].isEmpty else {
                throw .unusable("the answer numbers its vectors wrongly")
            }
            vectors[index] = try vector(entry["embedding"])
        }
        let length = dimensions ?? vectors.first?.count ?? 0
        if let other = vectors.first(where: { $0.count != length }) {
            throw Problem(
                .providerError, "a vector has \(other.count) numbers instead of \(length)",
                resolution: "Use the model with which the collection was made, or make the collection anew.")
        }
        return vectors
    }

    private static func vector(_ value: JSONValue?) throws(Problem) -> [Float] {
        guard let numbers = value?.array, !numbers.isEmpty, numbers.count <= Limits.embeddingDimensions else {
            throw .unusable("a vector is missing, empty or too long")
        }
        let vector = numbers.compactMap { $0.number.map(Float.init) }
        guard vector.count == numbers.count, vector.allSatisfy(\.isFinite) else {
            throw .unusable("a vector holds something other than numbers")
        }
        return vector
    }

    /// Ranges of texts that go into one request each.
    static func groups(_ texts: [String]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        var bytes = 0
        for (place, text) in texts.enumerated() {
            let isFull = place - start >= Limits.embeddingTexts || bytes + text.utf8.count > Limits.embeddingBytes
            if isFull, place > start {
                groups.append(start..<place)
                start = place
                bytes = 0
            }
            bytes += text.utf8.count
        }
        if start < texts.count { groups.append(start..<texts.count) }
        return groups
    }
}

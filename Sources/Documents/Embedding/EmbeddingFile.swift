import Model
import WorkerProtocol

/// The form of embedding.json: a head, and one chunk per line.
enum EmbeddingFile {
    /// Writes the file; there is a vector for each chunk.
    static func write<Sink: PartSink>(
        _ chunks: [Chunk], _ vectors: [[Float]], head: VectorHead, options: EmbedOptions, request: WorkerRequest,
        to sink: inout Sink
    ) {
        let opening: JSONValue = [
            "schema_version": 1,
            "source": ["path": .string(request.path), "sha256": .optional(request.sha256)],
            "engine": [
                "name": .string(Product.name), "version": .string(Product.version),
                "options_sha256": .string(request.optionsSHA256),
            ],
            "method": .string(head.method), "provider": .optional(head.provider), "model": .string(head.model),
            "dimensions": .integer(Int64(head.dimensions)), "encoding": "base64 of float32, lowest byte first",
            "chunk": [
                "size": .integer(Int64(options.size)), "overlap": .integer(Int64(options.overlap)), "unit": "words",
            ],
        ]
        var line = JSONWriter.bytes(of: opening)
        line.removeLast()
        sink.write(line + Array(",\"chunks\":[\n".utf8), to: .embeddingJSON)
        for (chunk, vector) in zip(chunks, vectors) {
            var line = JSONWriter.bytes(of: json(chunk, vector))
            if chunk.index < chunks.count - 1 { line.append(UInt8(ascii: ",")) }
            line.append(ASCII.lineFeed)
            sink.write(line, to: .embeddingJSON)
        }
        sink.write(Array("]}\n".utf8), to: .embeddingJSON)
    }

    /// Reads the first line; nil for anything else.
    static func head(ofLine line: [UInt8]) -> VectorHead? {
        guard line.last == UInt8(ascii: "["), let json = try? JSONParser.parse(line + Array("]}".utf8)),
            let method = json["method"]?.string, let model = json["model"]?.string,
            let dimensions = json["dimensions"]?.integer, (1...Int64(Limits.embeddingDimensions)).contains(dimensions)
        else { return nil }
        return VectorHead(
            method: method, model: model, provider: json["provider"]?.string, dimensions: Int(dimensions))
    }

    /// Reads the line of a chunk; nil for anything else.
    static func chunk(_ json: JSONValue) -> ChunkPassage? {
        guard let index = json["index"]?.integer.flatMap(Int.init(exactly:)), index >= 0,
            let page = json["page"]?.integer.flatMap(Int.init(exactly:)), page > 0, let text = json["text"]?.string,
            text.utf8.count <= Limits.passageTextBytes, let digits = json["vector"]?.string,
            let vector = Base64.decode(digits).flatMap(VectorBytes.decode)
        else { return nil }
        var box: PassageBox?
        if let bbox = json["bbox"], let x = bbox["x"]?.number, let y = bbox["y"]?.number,
            let width = bbox["w"]?.number, let height = bbox["h"]?.number
        {
            box = PassageBox(x: x, y: y, width: width, height: height)
        }
        return ChunkPassage(index: index, page: page, text: text, box: box, vector: vector)
    }

    private static func json(_ chunk: Chunk, _ vector: [Float]) -> JSONValue {
        [
            "index": .integer(Int64(chunk.index)), "page": .integer(Int64(chunk.page)),
            "start": .integer(Int64(chunk.start)), "end": .integer(Int64(chunk.end)), "text": .string(chunk.text),
            "bbox": chunk.box.map {
                ["x": .number($0.x), "y": .number($0.y), "w": .number($0.width), "h": .number($0.height)]
            } ?? .null, "vector": .string(Base64.encode(VectorBytes.encode(vector))),
        ]
    }
}

import Model

/// A piece of a published document that can be searched: what `passages` sends, one after the other.
public enum Passage: Sendable, Equatable {
    /// The text of a page.
    case page(PagePassage)
    /// How the vectors that follow were made.
    case vectors(VectorHead)
    /// A chunk with its vector.
    case chunk(ChunkPassage)
}

/// A rectangle in points, origin at the top left, and the bytes of the text that stand in it.
public struct PassageBox: Sendable, Equatable {
    public var start: Int
    public var end: Int
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(start: Int = 0, end: Int = 0, x: Double, y: Double, width: Double, height: Double) {
        self.start = start
        self.end = end
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The smallest rectangle around two.
    public func union(_ other: PassageBox) -> PassageBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return PassageBox(
            start: min(start, other.start), end: max(end, other.end), x: left, y: top,
            width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }

    /// Its six numbers.
    public var json: JSONValue {
        .array([.integer(Int64(start)), .integer(Int64(end))] + [x, y, width, height].map(JSONValue.number))
    }

    /// Reads what `json` wrote; nil for anything else.
    public init?(json: JSONValue) {
        guard let numbers = json.array?.compactMap(\.number), numbers.count == 6,
            let start = Int(exactly: numbers[0]), let end = Int(exactly: numbers[1]), 0 <= start, start <= end
        else { return nil }
        self.init(start: start, end: end, x: numbers[2], y: numbers[3], width: numbers[4], height: numbers[5])
    }
}

/// The text of one page, in the form in which it is searched (`SearchText.prepared`).
public struct PagePassage: Sendable, Equatable {
    /// 1-based.
    public var page: Int
    /// Points; nil for a format without pages of a size.
    public var width: Double?
    public var height: Double?
    public var text: String
    /// Where pieces of the text stand, in their order.
    public var boxes: [PassageBox]

    public init(page: Int, width: Double? = nil, height: Double? = nil, text: String, boxes: [PassageBox] = []) {
        self.page = page
        self.width = width
        self.height = height
        self.text = text
        self.boxes = boxes
    }
}

/// How the vectors of a document were made.
public struct VectorHead: Sendable, Equatable {
    /// `local` or `provider`.
    public var method: String
    public var model: String
    public var provider: String?
    public var dimensions: Int

    public init(method: String, model: String, provider: String? = nil, dimensions: Int) {
        self.method = method
        self.model = model
        self.provider = provider
        self.dimensions = dimensions
    }
}

/// One chunk of a document.
public struct ChunkPassage: Sendable, Equatable {
    /// 0-based place in the document.
    public var index: Int
    /// 1-based.
    public var page: Int
    public var text: String
    public var box: PassageBox?
    public var vector: [Float]

    public init(index: Int, page: Int, text: String, box: PassageBox? = nil, vector: [Float]) {
        self.index = index
        self.page = page
        self.text = text
        self.box = box
        self.vector = vector
    }
}

extension Passage {
    /// The payload of a frame: canonical JSON.
    public var encoded: [UInt8] { JSONWriter.canonicalBytes(of: json) }

    /// Reads the payload of a `passage` frame.
    public init(_ frame: Frame) throws(FrameError) {
        guard frame.kind == .passage, let json = try? JSONParser.parse(Array(frame.payload)),
            let passage = Passage(json: json)
        else { throw .malformed(frame.kind, "a passage was expected") }
        self = passage
    }

    private var json: JSONValue {
        switch self {
        case .page(let page):
            [
                "kind": "page", "page": .integer(Int64(page.page)), "width": page.width.map(JSONValue.number) ?? .null,
                "height": page.height.map(JSONValue.number) ?? .null, "text": .string(page.text),
                "boxes": .array(page.boxes.map(\.json)),
            ]
        case .vectors(let head):
            [
                "kind": "vectors", "method": .string(head.method), "model": .string(head.model),
                "provider": .optional(head.provider), "dimensions": .integer(Int64(head.dimensions)),
            ]
        case .chunk(let chunk):
            [
                "kind": "chunk", "index": .integer(Int64(chunk.index)), "page": .integer(Int64(chunk.page)),
                "text": .string(chunk.text), "box": chunk.box?.json ?? .null,
                "vector": .string(Base64.encode(VectorBytes.encode(chunk.vector))),
            ]
        }
    }

    private init?(json: JSONValue) {
        let page = json["page"]?.integer.flatMap(Int.init(exactly:)) ?? 0
        switch json["kind"]?.string {
        case "page":
            guard page > 0, let text = json["text"]?.string, let list = json["boxes"]?.array,
                list.count <= Limits.passageBoxes
            else { return nil }
            let boxes = list.compactMap { PassageBox(json: $0) }
            guard boxes.count == list.count else { return nil }
            self = .page(
                PagePassage(
                    page: page, width: json["width"]?.number, height: json["height"]?.number, text: text, boxes: boxes))
        case "vectors":
            guard let method = json["method"]?.string, let model = json["model"]?.string,
                let dimensions = json["dimensions"]?.integer,
                (1...Int64(Limits.embeddingDimensions)).contains(dimensions)
            else { return nil }
            self = .vectors(
                VectorHead(
                    method: method, model: model, provider: json["provider"]?.string, dimensions: Int(dimensions)))
        case "chunk":
            guard page > 0, let index = json["index"]?.integer.flatMap(Int.init(exactly:)), index >= 0,
                let text = json["text"]?.string, let digits = json["vector"]?.string,
                let vector = Base64.decode(digits).flatMap(VectorBytes.decode)
            else { return nil }
            self = .chunk(
                ChunkPassage(
                    index: index, page: page, text: text, box: json["box"].flatMap { PassageBox(json: $0) },
                    vector: vector))
        default: return nil
        }
    }
}

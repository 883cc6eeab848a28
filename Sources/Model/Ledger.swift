/// One line of the ledger: what an item was expected to cost, what it cost, or what it does not cost after all.
public struct LedgerEntry: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Set aside before it is spent.
        case reserve
        /// Spent; ends the reservation.
        case settle
        /// Not spent; ends the reservation.
        case release
    }

    public var kind: Kind
    public var at: Timestamp
    /// Number of the reservation that this makes or ends; nil for what was never reserved.
    public var reservation: Int64?
    public var amount: Money
    /// The provider and model that were asked; nil for work of the agent itself.
    public var provider: String?
    public var model: String?
    public var inputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    public var audioMilliseconds: Int64 = 0
    public var pages: Int = 0
    /// Why an amount is what it is: `duplicate`, `failed`, `in_doubt`, ...
    public var reason: String?

    public init(_ kind: Kind, _ amount: Money, at: Timestamp, reservation: Int64? = nil, reason: String? = nil) {
        self.kind = kind
        self.amount = amount
        self.at = at
        self.reservation = reservation
        self.reason = reason
    }
}

/// What a batch may be expected to cost: `cost_estimate` of status.json.
public struct CostEstimate: Sendable, Equatable {
    /// By category, for all of its files.
    public var processing: [MediaCategory: Money] = [:]
    public var storage = Money.zero

    public init() {}

    public var total: Money { processing.values.reduce(storage, +) }

    /// Adds one file, with what a model takes for it.
    public mutating func add(_ category: MediaCategory, prices: FilePrices, model: Money = .zero) {
        processing[category, default: .zero] += (prices.processing[category] ?? .zero) + model
        storage += prices.storage
    }

    /// The object of status.json; amounts are decimal numbers.
    public var json: JSONValue {
        let categories: [MediaCategory] = [.document, .image, .video, .audio, .model]
        // What is of no known category is worked like a document.
        let other = processing[.other] ?? .zero
        return [
            "total": total.json,
            "breakdown": [
                "processing": .object(
                    JSONObject(
                        categories.map { category in
                            let sum = (processing[category] ?? .zero) + (category == .document ? other : .zero)
                            return (category.rawValue, sum.json)
                        })), "storage": storage.json,
            ],
        ]
    }

    /// Reads what `json` wrote.
    public init?(json: JSONValue) {
        guard let storage = json["breakdown"]?["storage"].flatMap({ Money(nearest: $0) }) else { return nil }
        self.storage = storage
        for (name, value) in json["breakdown"]?["processing"]?.object?.members ?? [] {
            guard let category = MediaCategory(rawValue: name) else { continue }
            processing[category] = Money(nearest: value)
        }
    }
}

extension Money {
    /// The number nearest to the amount.
    public var json: JSONValue { .number(Double(microUnits) / 1_000_000) }

    /// The amount nearest to a number.
    init?(nearest value: JSONValue) {
        guard let number = value.number, abs(number) < 1e12 else { return nil }
        self.init(microUnits: Int64((number * 1_000_000).rounded()))
    }

    public static func - (left: Money, right: Money) -> Money { left + Money(microUnits: -right.microUnits) }
}

extension MediaCategory {
    /// What the ending of a name promises, before anybody looks into the file.
    public init(fileExtension: String) {
        self =
            switch fileExtension {
            case "jpg", "jpeg", "jpe", "png", "apng", "gif", "tif", "tiff", "bmp", "webp", "heic", "heif", "avif",
                "jp2", "svg", "ppm", "pgm", "pbm":
                .image
            case "mp4", "mov", "mkv", "webm", "avi", "m4v", "mpg", "mpeg", "wmv", "flv": .video
            case "mp3", "wav", "m4a", "ogg", "oga", "opus", "flac", "aac", "wma", "aiff", "amr": .audio
            case "stl", "obj", "gltf", "glb", "3mf", "ply", "fbx", "dae", "3ds", "off": .model
            default: .document
            }
    }
}

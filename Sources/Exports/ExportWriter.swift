import Model

/// Collects what a writer makes until it is sent.
final class ExportBuffer {
    private(set) var bytes: [UInt8] = []

    /// Appends text.
    func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Appends bytes.
    func write(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Hands over what there is.
    func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: bytes.capacity <= Limits.exportReadBytes * 4) }
        return bytes
    }
}

/// Writes one format: called from the beginning of a batch to its end, in order, and drained in between.
protocol ExportWriter: AnyObject {
    /// Where it writes to.
    var buffer: ExportBuffer { get }
    /// True for a format that lists what is missing before the items, and not among them.
    var listsMissingFirst: Bool { get }
    /// True for a format that has to see the fields of all items before it begins.
    var surveysFields: Bool { get }

    func survey(_ fields: JSONValue)
    func begin(_ batch: ExportedBatch) throws(Failure)
    /// An item that is not in the export; called before `beginItems`.
    func missing(_ item: ExportedItem) throws(Failure)
    func beginItems() throws(Failure)
    func begin(_ item: ExportedItem) throws(Failure)
    func page(_ page: ExportedPage) throws(Failure)
    func endItem() throws(Failure)
    func end() throws(Failure)
}

extension ExportWriter {
    var listsMissingFirst: Bool { true }
    var surveysFields: Bool { false }
    func survey(_ fields: JSONValue) {}
    func beginItems() throws(Failure) {}
}

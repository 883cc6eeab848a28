import Model

/// Shares memory out among items at work: a large document takes more than one slot; no clock, no disk.
///
/// Nothing of the document is known but its name and size. What needs more than was foreseen is ended by the limit of
/// its worker; this keeps the sum of those that behave below a budget.
struct MemorySlots {
    /// Bytes all items at work may be expected to need together; an item beyond that runs alone.
    let budget: Int64
    private let slot: Int64
    private(set) var used: Int64 = 0
    private var largeCount = 0

    /// - Parameters:
    ///   - lanes: items that may be at work at once; each brings one slot.
    ///   - memory: bytes that may be shared out at all.
    init(lanes: Int, memory: Int64 = .max) {
        let lanes = Int64(max(1, lanes))
        budget = max(min(lanes.multipliedReportingOverflow(by: Limits.slotBytes).partialValue, memory), 1)
        slot = budget / lanes
    }

    /// True when an item may start beside those at work; always when there are none.
    func fits(_ bytes: Int64) -> Bool { used == 0 || used + bytes <= budget }

    /// True when one of those at work takes more than a slot: others may pass an item that waits for it.
    var hasLarge: Bool { largeCount > 0 }

    mutating func take(_ bytes: Int64) {
        used += bytes
        if bytes > slot { largeCount += 1 }
    }

    mutating func giveBack(_ bytes: Int64) {
        used -= bytes
        if bytes > slot { largeCount -= 1 }
    }

    /// Bytes a worker is expected to need for an item.
    static func expectedBytes(of item: SealedItem) -> Int64 {
        guard item.kind == .file else { return Limits.workerBaseBytes }
        let name = item.path.name.display.lowercased()
        let factor =
            zipped.contains { name.hasSuffix($0) } ? Limits.zippedExpansion : Limits.documentExpansion
        let (bytes, overflows) = item.signature.size.multipliedReportingOverflow(by: factor)
        let limit = Limits.workerMemoryBytes - Limits.workerBaseBytes
        return Limits.workerBaseBytes + (overflows ? limit : min(max(0, bytes), limit))
    }

    /// Ends of the names of documents that are compressed as a whole.
    private static let zipped = [
        ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".zip", ".gz", ".xz", ".zst", ".bz2", ".7z",
        ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".jp2",
    ]
}

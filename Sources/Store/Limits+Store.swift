import Model

extension Limits {
    /// Seconds an operation of the store waits for another process.
    static let storeWaitSeconds = 5.0
    /// Connections that read the store beside its writer.
    static let storeReaders = 1
    /// Kibibytes of pages the writing connection keeps in memory.
    static let storeWriterCacheKibibytes = 4096
    /// Kibibytes of pages a reading connection keeps in memory.
    static let storeReaderCacheKibibytes = 1024
    /// Bytes the write-ahead log is cut to after a large transaction.
    static let storeLogBytes = 8 << 20
    /// Levels of JSON the store reads back: foreign JSON with what the agent wraps around it.
    static let storeJSONDepth = jsonDepth + 8
    /// Damages named when the file is checked.
    static let listedDamages = 3
    /// Items of a batch that is sealed in one transaction.
    static let sealSlice = 2000
    /// Items read at once by an operation that goes through a whole batch.
    static let storePage = 1000
}

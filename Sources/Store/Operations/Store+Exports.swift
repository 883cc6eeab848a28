import GRDB
import Model

/// An export that somebody wants and that is not there yet.
public struct WantedExport: Sendable, Hashable {
    public var batchID: String
    public var format: ExportFormat

    public init(batchID: String, format: ExportFormat) {
        self.batchID = batchID
        self.format = format
    }
}

extension Store {
    /// Somebody wants an export of a batch, which may not be finished yet; one that was made is made anew.
    public func wantExport(_ format: ExportFormat, of id: String) throws(StoreError) {
        try write { db in
            let number = try BatchRecord.load(id, db).number
            try db.run(
                "INSERT OR REPLACE INTO exports (batch, format, made_for) VALUES (?, ?, NULL)",
                [number, format.rawValue])
        }
    }

    /// The exports that are to be made of a batch, or of all that are finished. One that was made is due again once the
    /// batch ended again.
    public func dueExports(of id: String? = nil) throws(StoreError) -> [WantedExport] {
        try read { db in
            try db.all(Queries.dueExports, [id]) { columns in
                WantedExport(batchID: try columns.value(), format: try columns.word())
            }
        }
    }

    /// An export was made, or refused, of a batch as it ended at this moment.
    public func settleExport(_ export: WantedExport, madeFor finishedAt: Timestamp?) throws(StoreError) {
        try write { db in
            try db.run(
                "UPDATE exports SET made_for = ? WHERE format = ? AND batch = (\(Queries.number))",
                [finishedAt?.milliseconds, export.format.rawValue, export.batchID])
        }
    }
}

extension BatchRecord {
    /// Notes the exports that the configuration of a sealed batch asks for.
    func wantConfiguredExports(_ db: Database) throws {
        let names = batch.configuration?.settings["exports"]?.array?.compactMap(\.string) ?? []
        for format in names.compactMap(ExportFormat.init(named:)) {
            try db.run(
                "INSERT OR IGNORE INTO exports (batch, format, made_for) VALUES (?, ?, NULL)",
                [number, format.rawValue])
        }
    }
}

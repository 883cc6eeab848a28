import GRDB
import Model
import TestSupport
import Testing

@testable import Store

@Suite struct MigrationTests {
    @Test func aStoreOfTheFirstVersionIsReadAndGoesOn() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            try DatabaseQueue(path: path).write { try $0.execute(sql: firstVersion) }
            let store = try Store(path: path)
            defer { store.close() }
            let batch = try store.present("bat-1")
            #expect(batch.status == .processing)
            #expect(batch.counts == ItemCounts(total: 2, running: 1, failed: 1))
            #expect(batch.metadata == ["owner": "Ada"])
            let items = try store.items(of: "bat-1", from: 0, limit: 9)
            #expect(items.map(\.state) == [.failed, .running])
            #expect(items.first?.outcome?.failure == sampleFailure)
            #expect(items.first?.outcome?.outputs.map(\.path) == ["files/0.pdf/document.json"])
            #expect(
                try store.story() == [
                    "seen", "uploaded", "claimed", "started", "item.started:0", "item.finished:0", "item.started:1",
                ])
            _ = try store.takeOver(at: at(10))
            #expect(try store.finish((1, .succeeded))?.phase == .publish)
            try store.checkInvariants(of: "bat-1")
        }
    }

    @Test func aMigratedStoreHasTheTablesOfANewOne() throws {
        let tables = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name"
        try withTemporaryDirectory { directory in
            let path = directory + "/old.sqlite"
            try DatabaseQueue(path: path).write { try $0.execute(sql: firstVersion) }
            let old = try Store(path: path)
            defer { old.close() }
            let migrated = try old.database.read { try Row.fetchAll($0, sql: tables) }
            try withStore { store in
                let new = try store.database.read { try Row.fetchAll($0, sql: tables) }
                #expect(new == migrated)
            }
        }
    }

    @Test(arguments: [false, true]) func aNewerStoreIsRefused(readOnly: Bool) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            let store = try Store(path: path)
            try store.database.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 the future')") }
            store.close()
            let error = #expect(throws: StoreError.self) { try Store(path: path, readOnly: readOnly) }
            #expect(error?.code == .newerSchema)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func aReaderDoesNotMigrate() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE other (x)") }
            let error = #expect(throws: StoreError.self) { try Store(path: path, readOnly: true) }
            #expect(error?.code == .olderSchema)
        }
    }
}

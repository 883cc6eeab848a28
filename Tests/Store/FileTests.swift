import Foundation
import GRDB
import Glibc
import Model
import TestSupport
import Testing

@testable import Store

@Suite struct FileTests {
    @Test func aReaderInAnotherPlaceSeesWhatIsSettled() throws {
        try withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            defer { store.close() }
            let reader = try Store(path: directory + "/store.sqlite", readOnly: true)
            defer { reader.close() }
            try store.sealSample()
            #expect(try reader.present() == store.present())
            try store.finish((0, .succeeded))
            #expect(try reader.present().counts.succeeded == 1)
            let error = #expect(throws: StoreError.self) { try reader.reserve(sampleBatch("bat-2")) }
            #expect(error?.code == .readOnly)
        }
    }

    @Test func aTemporaryStoreLeavesNothingBehind() throws {
        try withTemporaryDirectory { directory in
            let store = try Store(temporaryIn: directory)
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
            try store.sealSample(items: 5000)
            _ = try store.cancel("bat-1", at: at(3))
            #expect(try store.present().counts.cancelled == 5000)
            store.close()
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
            #expect(throws: StoreError.self) { try store.present() }
        }
    }

    @Test func aClosedStoreIsOneFile() throws {
        try withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            try store.sealSample()
            store.close()
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["store.sqlite"])
            let again = try Store(path: directory + "/store.sqlite", readOnly: true)
            defer { again.close() }
            #expect(try again.present().counts.total == 3)
        }
    }

    @Test(arguments: [true, false]) func aMissingPlaceIsNamed(readOnly: Bool) throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/nowhere/store.sqlite"
            let error = #expect(throws: StoreError.self) { try Store(path: path, readOnly: readOnly) }
            #expect(error?.code == .unreadable)
            #expect(error?.description.contains(path) == true)
        }
    }

    @Test func aTemporaryPlaceThatIsMissingIsNamed() {
        let error = #expect(throws: StoreError.self) { try Store(temporaryIn: "/nowhere") }
        #expect(error?.code == .unreadable)
        #expect(error?.cause == "No such file or directory")
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func aDirectoryThatMayNotBeWrittenIsNamed() throws {
        try withTemporaryDirectory { directory in
            try Store(path: directory + "/store.sqlite").close()
            chmod(directory, 0o500)
            defer { chmod(directory, 0o700) }
            for readOnly in [true, false] {
                let error = #expect(throws: StoreError.self) {
                    try Store(path: directory + "/store.sqlite", readOnly: readOnly)
                }
                #expect(error?.code == .unreadable || error?.code == .readOnly)
            }
        }
    }

    @Test func aFileThatIsNoStoreIsDamaged() throws {
        try withTemporaryDirectory { directory in
            let path = directory + "/store.sqlite"
            try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: StoreError.self) { try Store(path: path) }
            #expect(error?.code == .corrupt)
        }
    }

    @Test func aWordNobodyWroteIsDamageAndNotSkipped() throws {
        try withStore { store in
            try store.sealSample()
            try store.database.write { try $0.execute(sql: "UPDATE items SET state = 'lost' WHERE position = 1") }
            let error = #expect(throws: StoreError.self) { try store.items(of: "bat-1", from: 0, limit: 9) }
            #expect(error?.code == .corrupt)
        }
    }

    @Test func aFullDiskChangesNothing() throws {
        try withStore { store in
            try store.sealSample()
            let before = try store.present()
            try store.database.writeWithoutTransaction { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                try db.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
            }
            try store.reserve(sampleBatch("bat-2"))
            let error = #expect(throws: StoreError.self) {
                try store.seal(sampleBatch("bat-2"), items: sampleItems(5000), at: at(3))
            }
            #expect(error?.code == .full)
            #expect(try store.present("bat-2").phase == .open)
            #expect(try store.present() == before)
        }
    }

    @Test(
        arguments: [
            (ResultCode.SQLITE_BUSY, StoreError.Code.busy), (.SQLITE_LOCKED, .busy), (.SQLITE_CORRUPT, .corrupt),
            (.SQLITE_NOTADB, .corrupt), (.SQLITE_READONLY, .readOnly), (.SQLITE_FULL, .full),
            (.SQLITE_CANTOPEN, .unreadable), (.SQLITE_IOERR, .other),
        ])
    func everyFailureOfTheFileHasACode(result: ResultCode, code: StoreError.Code) {
        let error = StoreError(DatabaseError(resultCode: result, message: "why"), path: "/state/store.sqlite")
        #expect(error.code == code)
        #expect(error.description.contains("/state/store.sqlite"))
        #expect(error.description.contains("why"))
    }

    @Test func aSettledItemIsOnTheDisk() throws {
        try withStore { store in
            let (synchronous, journal) = try store.database.write { db in
                (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
            }
            let full = 2
            #expect(synchronous == full)
            #expect(journal == "wal")
        }
    }
}

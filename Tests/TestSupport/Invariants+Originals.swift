import Foundation
import Linux
import Model
import Store

extension Invariants {
    /// Every original lies in exactly one of inbox, work, archive and source, with the bytes its result speaks of;
    /// those that the store says are deleted lie in none.
    mutating func checkOriginals() {
        // A batch that was run again as a new one gave its originals away.
        if batch.events.contains(where: { $0["detail"]?["name"]?.string == "RERUN" }) { return }
        let recorded = try? store?.originals(of: batch.id)
        let directories = originalPlaces(recorded).compactMap { try? Directory(path: $0) }
        let wanted = recorded == .deleted ? 0 : 1
        if let archive = unpackedFrom {
            let found = directories.filter { $0.contains(BytePath(archive)) }.count
            return expect(found == wanted, "the archive \(archive) found in \(found) places")
        }
        let rows = rows
        for result in results {
            let row = result["index"]?.integer.flatMap { rows[Int($0)] }
            if row?.row?.isRemote == true || row?.row?.failure != nil { continue }
            let gone = ["vanished", "symlink_refused"].contains(result["error"]?["code"]?.string)
            let path = row?.originalPath ?? PublishedBatch.path(of: result)
            let found = directories.filter { $0.contains(path) }
            expect(found.count == wanted || (gone && found.isEmpty), "original \(path) found in \(found.count) places")
        }
        for result in readResults {
            guard let sha256 = result["sha256"]?.string else { continue }
            let row = result["index"]?.integer.flatMap { rows[Int($0)] }
            let path = row?.originalPath ?? PublishedBatch.path(of: result)
            for directory in directories where directory.contains(path) {
                expect(
                    Self.sha256(of: path, in: directory) == sha256, "original \(path) is another one than its result's")
            }
        }
    }

    /// Items of a manifest by index: its rows say where their files are.
    private var rows: [Int: SealedItem] {
        let items = (try? store?.items(of: batch.id, from: 0, limit: results.count)) ?? []
        return Dictionary(
            items.lazy.map(\.sealed).filter { $0.row != nil }.map { ($0.index, $0) }
        ) { first, _ in first }
    }

    /// The archive the files of the batch came out of.
    private var unpackedFrom: String? {
        batch.events.lazy.compactMap { $0["detail"]?["unpacked_from"]?.string }.first
    }

    private func originalPlaces(_ recorded: OriginalsPlace?) -> [String] {
        var archived: Set<String> = ["\(places.archive)/\(batch.name)"]
        archived.formUnion(archiveMonths.map { "\($0)/\(batch.name)" })
        if case .archive(let path) = recorded { archived.insert("\(places.archive)/\(path.display)") }
        return archived.sorted() + ["\(workClaim)/tree", "\(batch.path)/source", "\(places.inbox)/\(batch.name)"]
    }

    private var archiveMonths: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: places.archive)) ?? []
        return names.filter { $0.wholeMatch(of: /\d{4}-\d{2}/) != nil }.map { "\(places.archive)/\($0)" }
    }
}

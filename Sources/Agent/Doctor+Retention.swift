import Glibc
import Linux
import Model
import Retention
import Store

extension Doctor {
    /// What the folders' `retention` would remove now, and what lies in the trash.
    func retention() -> [Finding] {
        guard let store = try? AgentPaths.readStore(of: settings) else { return [] }
        defer { store.close() }
        var findings = settings.folders.flatMap { folder in
            TrashEntry.Part.allCases.compactMap { part in Self.finding(on: part, of: folder, in: store) }
        }
        let removed = (try? store.removedBatches(BatchQuery(limit: Self.countedBatches))) ?? []
        if !removed.isEmpty {
            let next = ((try? store.nextTrashExpiry()) ?? nil).map { "; the next is deleted at \($0)" } ?? ""
            findings.append(Finding("trash", .good, "\(Self.count(removed.count)) in the trash\(next)."))
        }
        return findings
    }

    private static func finding(on part: TrashEntry.Part, of folder: WatchFolder, in store: Store) -> Finding? {
        let plan = KeepPlan(folder.keep(part))
        guard plan.keep != WatchFolder.Keep() else { return nil }
        let subject = "folder \(printable(folder.name))"
        do throws(StoreError) {
            var ids: Set<String> = []
            if let moment = plan.oldest(at: Clock.now()) {
                ids.formUnion(
                    try store.kept(part, in: folder.name, before: moment, limit: countedBatches).map(\.id))
            }
            if plan.keep.bytes != nil {
                ids.formUnion(plan.surplus(of: try store.kept(part, in: folder.name, limit: .max)).map(\.id))
            }
            return Finding(subject, .good, "retention.\(part.rawValue) would remove \(count(ids.count)) now.")
        } catch {
            return Finding(subject, .warning, "What retention would remove cannot be said: \(error)")
        }
    }

    private static func count(_ batches: Int) -> String {
        batches >= countedBatches ? "\(batches) batches or more" : "\(batches) batch\(batches == 1 ? "" : "es")"
    }

    /// Batches counted before the answer is "or more".
    private static let countedBatches = 1000
}

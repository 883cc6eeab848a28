import Control
import Folders
import Glibc
import Indexing
import Intake
import Model
import Publish
import Retention
import Synchronization

/// Passes hints to stages that are made after the one that gives them.
final class Switchboard: Sendable {
    private struct Stages {
        var intake: Intake?
        var control: Control?
        var exporter: Exporter?
        var retention: Retention?
        var indexing: Indexing?
        var folders: [String: FolderDirectories] = [:]
    }

    private let stages = Mutex(Stages())

    /// Connects the stages; hints before it have nobody to go to and are made up for by the first walk.
    func connect(
        intake: Intake, control: Control, exporter: Exporter, retention: Retention, indexing: Indexing,
        folders: [String: FolderDirectories]
    ) {
        stages.withLock {
            $0 = Stages(
                intake: intake, control: control, exporter: exporter, retention: retention, indexing: indexing,
                folders: folders)
        }
    }

    /// A hint of the watch stage, for whoever it concerns.
    func look(_ hint: LookHere) {
        let stages = stages.withLock { $0 }
        switch hint.place.purpose {
        case .inbox:
            // A root that came back may be another directory; while it is away, what is known of it stays.
            if hint.change == .rescan { _ = try? stages.folders[hint.place.folder]?.refresh() }
            stages.intake?.mailbox.put(.look(hint))
        case .control(let batchID): stages.control?.look(at: batchID)
        case .trash: stages.retention?.look(at: hint.place.folder)
        }
    }

    /// A batch is finished: what was asked of it while its results were published is read now, and what its writers
    /// still add to it is looked for.
    func finished(_ batch: Batch) {
        let stages = stages.withLock { $0 }
        stages.control?.look(at: batch.id)
        stages.exporter?.look(at: batch.id)
        stages.retention?.look(at: batch.folder)
        stages.indexing?.wake()
        if batch.source == .directory {
            stages.intake?.mailbox.put(.finished(folder: batch.folder, batchID: batch.id))
        }
    }

    /// What arrived in a claimed tree after the seal leaves it before it is archived.
    func beforeArchive(_ batch: Batch) throws {
        try stages.withLock { $0.intake }?.collectSupplements(of: batch)
    }
}

/// The processors this process may use.
enum Processors {
    /// How many there are, at least one.
    static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

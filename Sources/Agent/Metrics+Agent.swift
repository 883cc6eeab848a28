import Folders
import Linux
import Metrics
import Workers

extension Surroundings {
    /// The machine as the agent of these folders sees it.
    static func agent(folders: [FolderDirectories]) -> Surroundings {
        // A mount that may hang is not asked: nobody could read any number while it does.
        let local = folders.filter { !$0.mayHang }
        return Surroundings(
            freeBytes: {
                local.flatMap { folder in
                    [("inbox", folder.work), ("outbox", folder.outbox)].compactMap { place, directory in
                        (try? directory.fileSystem()).map {
                            FreeBytes(folder: folder.settings.name, place: place, bytes: $0.freeBytes)
                        }
                    }
                }
            },
            workers: { (WorkerTally.starts, WorkerTally.losses) }, clock: { Clock.now() })
    }
}

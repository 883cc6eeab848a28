import Linux
import Model

extension Failure {
    /// The root of a folder is not the one in which a batch was claimed: another directory, or a mount that is away.
    ///
    /// Nothing is lost, and nothing may be done with what lies there instead.
    public static func otherRoot(of batch: Batch, in folder: FolderDirectories) -> Failure {
        var failure = Failure(
            .processingError,
            "The claimed files of \(printable(batch.name)) are not in \(folder.work.label): "
                + "\(folder.settings.root) was replaced, or is not mounted", stage: .intake,
            resolution:
                "Mount or move the right directory there; the agent goes on by itself. CANCEL gives the batch up.")
        failure.isTransient = true
        return failure
    }
}

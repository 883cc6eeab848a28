import Linux
import Model
import Providers

extension ItemRun {
    /// True when the document is not a file of the batch.
    var isRemote: Bool { sealed.row?.isRemote == true }

    /// What has to be downloaded before the item can be read, and an empty file for it; nil when it is there.
    func download() throws(SystemError) -> (request: FetchRequest, file: File)? {
        guard assignment.arrival == nil, let source = remoteSource else { return nil }
        try context.places.staging.removeTree(assignment.downloadName)
        let file = try context.places.staging.create(assignment.downloadName, mode: 0o600)
        // What kind of file it is, and so which limit of the folder holds, is known when it is there.
        return (FetchRequest(source), file)
    }

    /// Where the document comes from; nil for a file of the batch.
    var remoteSource: FetchRequest.Source? {
        switch sealed.row?.source {
        case .url(let address): .url(address)
        case .s3(let object): .s3(object)
        case .local, nil: nil
        }
    }

    /// The document, wherever it lies; nil when it is gone.
    func openDocument() throws -> File? {
        guard isRemote else { return try open(sealed.originalPath) }
        return try open(assignment.downloadName, in: context.places.staging)
    }
}

import Glibc
import Linux
import Model
import WorkerProtocol

extension ItemRun {
    /// The outcome of a picture that is one page among several; nil for every other item.
    func combine(_ sha256: String, into outputs: StagedOutputs) throws -> ItemOutcome? {
        guard context.combinesImages else { return nil }
        switch try context.pageGroups(filledBy: allItems).part(of: sealed) {
        case .alone: return nil
        case .further(let number, let first):
            return ItemOutcome(
                state: .skipped, sha256: sha256, mediaType: .image,
                warnings: ["is picture \(number) of the document \(printable(first.display))"])
        case .first(let pictures):
            let bundle = try bundle(of: pictures)
            return try work(sha256, file: bundle, as: .parsePages, into: outputs)
        }
    }

    /// A file without a name that holds the pictures, copied without looking into them.
    private func bundle(of pictures: [SealedItem]) throws -> File {
        let size = pictures.reduce(Int64(0)) { $0 + $1.signature.size }
        guard pictures.count <= Limits.combinedFiles, size <= Limits.combinedBytes else {
            throw Failure(
                .fileTooLarge, "\(pictures.count) pictures of \(size) bytes are too many for one document",
                stage: .intake, details: ["requested": .integer(size), "max_allowed": .integer(Limits.combinedBytes)],
                resolution: "Divide the pictures among several directories, or leave out `combine`.")
        }
        let name = BytePath("\(sealed.index).pages")
        try context.places.staging.removeTree(name)
        let bundle = try context.places.staging.open(name, flags: O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
        try context.places.staging.unlink(name)
        let members = pictures.map {
            PageBundle.Member(name: $0.path.name.display, size: $0.signature.size)
        }
        try bundle.write(PageBundle(members).head)
        for picture in pictures { try copy(picture, to: bundle) }
        return bundle
    }

    private func copy(_ picture: SealedItem, to bundle: File) throws {
        let name = printable(picture.path.display)
        guard let file = try open(picture.originalPath) else {
            throw Failure(.vanished, "\(name) is gone, and with it a page of \(shown)", stage: .intake)
        }
        if let failure = try changed(file, since: picture) { throw failure }
        try bundle.append(file, bytes: picture.signature.size)
        if let failure = try changed(file, since: picture) { throw failure }
    }
}

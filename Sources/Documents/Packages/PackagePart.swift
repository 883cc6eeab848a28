import Archive
import Model
import XML

/// One part of a package, read piece by piece.
///
/// Holds the archive open at the part. As the input of an XML reader it keeps the failure that ended it.
final class PackagePart: XMLInput {
    let name: String
    private let package: Package
    private let archive: ZipArchive
    private(set) var failure: Failure?

    init(package: Package, name: String, archive: consuming ZipArchive) {
        self.package = package
        self.name = name
        self.archive = archive
    }

    /// The next bytes, empty at the end of the part.
    func read() throws(Failure) -> [UInt8] { try package.read(archive, name) }

    /// All that is left of the part.
    func readAll() throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try read()
            if piece.isEmpty { return bytes }
            bytes += piece
            try package.checkHeld(bytes.count, name)
        }
    }

    func next() -> [UInt8]? {
        do throws(Failure) {
            return try read()
        } catch {
            failure = error
            return nil
        }
    }
}

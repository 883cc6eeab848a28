import Folders
import Linux
import Model

/// How far the unpacking of a loose file is, as its candidate remembers it.
enum UnpackState: Sendable {
    /// Nobody looked into the file.
    case unknown
    /// An order was given for the file in this state.
    case running(FileSignature)
    /// The file in this state is no archive (nil), or its entries lie in `work`.
    case done(FileSignature, UnpackedArchive?)
}

extension FolderTracker {
    /// What there is to seal of a quiet batch.
    enum Contents {
        /// The archive is being unpacked; the report brings the next look.
        case waiting
        case plain
        case archive(UnpackedArchive)
    }

    /// True for a loose file that is a batch of its own because its name says it is an archive.
    func isArchiveName(_ name: BytePath) -> Bool { settings.unpack && name.fileExtension == "zip" }

    /// What a batch is called after its entry: an archive without its extension, like the directory it stands for.
    func batchName(of entry: BytePath, isFile: Bool) -> BytePath {
        guard isFile, isArchiveName(entry.name) else { return entry.name }
        return BytePath(bytes: entry.name.bytes.dropLast(".zip".utf8.count))
    }

    /// Finds out whether a loose file is an archive, and has it unpacked.
    func contents(of candidate: Candidate, _ listing: Listing, at now: Duration) -> Contents {
        guard let unpacker, settings.unpack, candidate.batch.source == .file,
            let entry = listing.entries.first, entry.kind == .file
        else { return .plain }
        switch candidate.unpacking {
        case .running: return .waiting
        case .done(let signature, let archive) where Self.isSame(signature, entry.signature):
            return archive.map(Contents.archive) ?? .plain
        case .unknown, .done: break
        }
        do {
            let order = UnpackOrder(
                batchID: candidate.batch.id, directories: directories,
                file: try listing.root.openForReading(entry.path), name: entry.path.display,
                signature: entry.signature, holdsClaims: connections.holdsClaims)
            candidate.unpacking = .running(entry.signature)
            show(candidate, .uploading, listing, blockedBy: ["\(entry.path.display): being unpacked"], at: now)
            unpacker.take(order)
        } catch {
            candidate.schedule(at: now + Limits.secondLook)
        }
        return .waiting
    }

    /// Takes what came of unpacking a file; the next look seals it.
    func take(_ report: UnpackReport, at now: Duration) {
        guard let candidate = candidates.values.first(where: { $0.batch.id == report.batchID }) else {
            return removeUnpacked(of: report.batchID)
        }
        candidate.unpacking = .unknown
        candidate.schedule(at: now)
        var shown = candidate.batch
        shown.intake.blockedBy = []
        write(shown, of: candidate, at: now)
        switch report.outcome {
        case .plain:
            candidate.unpacking = .done(report.signature, nil)
            removeUnpacked(of: report.batchID)
        case .unpacked(let archive): candidate.unpacking = .done(report.signature, archive)
        case .refused(let failure):
            removeUnpacked(of: report.batchID)
            // What was damaged may have been replaced since.
            if isUnchanged(candidate, report.signature) { refuse(candidate, failure, at: now) }
        case .held(let failure):
            removeUnpacked(of: report.batchID)
            candidate.due = nil
            show(candidate, .stalled, failure: failure, at: now)
            candidate.schedule(at: now + Limits.secondLook)
        }
    }

    /// Forgets what was unpacked for a candidate, unless it is being unpacked at this moment.
    func discardUnpacked(of candidate: Candidate) {
        guard case .done(_, .some) = candidate.unpacking else { return }
        candidate.unpacking = .unknown
        removeUnpacked(of: candidate.batch.id)
    }

    /// The entries of an unpacked archive as a dropped directory would have them.
    func listing(of archive: UnpackedArchive, _ candidate: Candidate) throws(Failure) -> Listing {
        let root: Directory
        do throws(SystemError) {
            root = try directories.unpacked(of: candidate.batch.id)
        } catch {
            throw Failure(.processingError, "What was unpacked cannot be read: \(error)", stage: .intake)
        }
        var listing = try Listing(walking: root, by: settings)
        listing.entries += archive.others
        return listing
    }

    private func removeUnpacked(of id: String) {
        do {
            try directories.removeUnpacked(of: id)
        } catch {
            logger.error("what was unpacked cannot be removed: \(error)", metadata: ["batch": "\(id)"])
        }
    }

    private func isUnchanged(_ candidate: Candidate, _ signature: FileSignature) -> Bool {
        let entry = candidate.key.path
        let status =
            candidate.place == .inbox
            ? try? directories.inbox.status(entry)
            : try? directories.tree(of: candidate.batch).status(entry.name)
        return status.map { Self.isSame($0.signature, signature) } ?? false
    }

    // The claim changes ctime.
    private static func isSame(_ left: FileSignature, _ right: FileSignature) -> Bool {
        left.inode == right.inode && left.size == right.size && left.modified == right.modified
    }
}

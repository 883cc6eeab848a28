import Linux
import Model
import Store

/// What a manifest in a certain state asked for and what of that was not there.
struct ManifestCheck: Sendable {
    var signature: FileSignature
    /// The first files that were missing, at most `Limits.listedNames`.
    var missing: [BytePath]
}

extension FolderTracker {
    /// The manifest a batch is worked by; nil when its files are its items.
    func manifest(of batch: Batch, _ listing: Listing) throws(Failure) -> ManifestIntake? {
        guard batch.source == .file, settings.looseFiles == .manifest, let entry = listing.items.first else {
            return ManifestIntake(of: listing, reader: steering.reader)
        }
        guard entry.path.fileExtension == "csv" else {
            throw Failure(
                .validationError,
                "Invalid file type: \(printable(entry.path.display)) is no .csv manifest.", stage: .intake,
                resolution: "This inbox takes manifests, and directories of documents; drop the file in a directory.")
        }
        return ManifestIntake(entry: entry, listing: listing, isLone: true, reader: steering.reader)
    }

    /// Makes items of the rows; breaks let smaller batches pass.
    func layDown(_ manifest: ManifestIntake, into batch: inout Batch) throws(Failure) {
        do {
            try manifest.layDown(
                into: &batch, store: store, limits: settings.limits, betweenSlices: interlude.pause)
        } catch let failure as Failure {
            throw failure
        } catch {
            var failure = Failure(
                .processingError, "The rows of \(printable(manifest.entry.path.display)) cannot be recorded: \(error)",
                stage: .intake)
            failure.isTransient = true
            throw failure
        }
    }

    /// Whether every file the manifest names is there; it is read again only when it changed or what was missing came.
    func manifestState(of candidate: Candidate, _ listing: Listing) -> BatchSight.Manifest {
        guard let manifest = ManifestIntake(of: listing, reader: steering.reader) else { return .absent }
        let signature = manifest.entry.signature
        if let check = candidate.manifestCheck, check.signature == signature {
            if check.missing.isEmpty { return .fulfilled }
            var files = NamedFiles(listing)
            let missing = check.missing.filter { !files.has($0) }
            if !missing.isEmpty { return .waits(Self.reasons(missing)) }
        }
        var missing: [BytePath] = []
        // What is wrong with the manifest is said when it is sealed.
        _ = try? manifest.read(for: candidate.batch.job.type, at: Clock.now()) { item, _ in
            guard let row = item.row, row.failure?.code == .fileNotFound, missing.count < Limits.listedNames,
                case .local(let path) = row.source
            else { return }
            missing.append(path)
        }
        candidate.manifestCheck = ManifestCheck(signature: signature, missing: missing)
        return missing.isEmpty ? .fulfilled : .waits(Self.reasons(missing))
    }

    private static func reasons(_ missing: [BytePath]) -> [String] {
        missing.map { "\($0.display): named by \(SteeringFile.manifest.rawValue), not there yet" }
    }
}

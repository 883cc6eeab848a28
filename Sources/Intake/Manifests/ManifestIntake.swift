import Linux
import Model
import Store
import WorkerProtocol
import Workers

/// Makes the items of a batch from the rows of its manifest, in memory that does not grow with their number.
struct ManifestIntake {
    /// The file, in the root of the listing.
    let entry: WalkEntry
    let listing: Listing
    /// True for a manifest without a directory.
    let isLone: Bool
    let reader: SteeringReader

    /// The manifest of a directory, if it has one.
    init?(of listing: Listing, reader: SteeringReader) {
        guard let entry = listing.entries.first(where: { $0.role == .steering(.manifest) }) else { return nil }
        self.init(entry: entry, listing: listing, isLone: false, reader: reader)
    }

    init(entry: WalkEntry, listing: Listing, isLone: Bool, reader: SteeringReader) {
        self.entry = entry
        self.listing = listing
        self.isLone = isLone
        self.reader = reader
    }

    /// What is known when all rows are read.
    struct Summary {
        var form: ManifestForm
        /// Bytes of the files of the batch that rows name.
        var bytes: Int64 = 0
        /// Documents of the batch that no row names.
        var unnamed: [BytePath] = []

        /// The warning about those documents, if there are any.
        var warning: String? {
            guard !unnamed.isEmpty else { return nil }
            let names = unnamed.prefix(Limits.shownNames).map(\.display).joined(separator: ", ")
            let more = unnamed.count > Limits.shownNames ? ", ..." : ""
            return "\(unnamed.count == 1 ? "1 file is" : "\(unnamed.count) files are") not named by \(form.name) "
                + "and left alone: \(names)\(more)"
        }
    }

    /// Reads the manifest and gives its header and each row, as an item, to the closures in order.
    ///
    /// Throws the Failure of a manifest that cannot be followed as a whole, or what a closure threw.
    func read(
        for type: JobType, at time: Timestamp, header: (ManifestText) throws -> Void = { _ in },
        item take: (SealedItem, ManifestText) throws -> Void
    ) throws -> Summary {
        let file = try open()
        let columns = ManifestColumns(for: type, isLone: isLone)
        let name = entry.path.display
        var files = NamedFiles(isLone ? Listing(root: listing.root, entries: []) : listing)
        var rows: RowReader?
        var summary: Summary?
        var count = 0
        var bytes: Int64 = 0
        try ask(file, columns) { head in
            let found = try columns.found(in: head, of: name)
            rows = RowReader(
                file: name, type: type, columns: columns, found: found, width: head.width, isLone: isLone)
            summary = Summary(form: Self.form(of: head, name: name))
            summary?.form.setsParameters = columns.setParameters(found)
            try header(head.text)
        } row: { line in
            guard let rows else { return }
            guard count < Limits.batchEntries else { throw Self.tooManyRows(name) }
            let item = self.item(rows.row(line), rows, at: count, type, time, &files)
            count += 1
            bytes += item.signature.size
            try take(item, line.text)
        }
        guard var summary else { throw Failure(.emptyManifest, "Empty CSV file", stage: .intake) }
        summary.form.rows = count
        summary.bytes = bytes
        summary.unnamed = files.unnamed
        return summary
    }

    private func item(
        _ row: ManifestRow, _ reader: RowReader, at index: Int, _ type: JobType, _ time: Timestamp,
        _ files: inout NamedFiles
    ) -> SealedItem {
        var row = row
        var found: WalkEntry?
        if row.failure == nil, case .local(let path) = row.source {
            switch files.find(path) {
            case .entry(let entry):
                found = entry
                row.source = .local(entry.path)
            case .link(let link):
                row.failure = reader.refusal(
                    row.line, "names \(path.display), which leads through the symbolic link \(link.display)",
                    .symlinkRefused)
            case .directory: row.failure = reader.refusal(row.line, "names \(path.display), which is a directory")
            case .nothing:
                row.failure = reader.refusal(
                    row.line, "names \(path.display), which is not in the batch", .fileNotFound,
                    resolution: "Put the file into the directory and drop it again.")
            }
        }
        return SealedItem(
            index: index,
            path: found.map { files.results(of: $0, row: index + 1) } ?? files.results(of: row, number: index + 1),
            kind: found?.kind ?? .file,
            signature: found?.signature ?? FileSignature(device: 0, inode: 0, size: 0, modified: 0, changed: 0),
            fileID: Identifier.make(.file, at: time), jobID: Identifier.make(type.identifierKind, at: time), row: row)
    }

    private func open() throws(Failure) -> File {
        let name = printable(entry.path.display)
        let invalid = Failure(
            .validationError, "Invalid file type: \(name) is not a CSV file.", stage: .intake,
            resolution: "Put a CSV file in its place; `dropmill template csv` shows one.")
        guard entry.kind == .file, entry.path.fileExtension == "csv" else { throw invalid }
        do throws(SystemError) {
            return try listing.root.openForReading(entry.path)
        } catch {
            var failure = Failure(.permissionDenied, "\(name) cannot be read: \(error)", stage: .intake)
            failure.isTransient = error.isNotFound
            throw failure
        }
    }

    private func ask(
        _ file: File, _ columns: ManifestColumns, head: (ManifestHead) throws -> Void,
        row: (ManifestLine) throws -> Void
    ) throws {
        guard case .worker(let settings) = reader else { return }
        // One of its own: the intake may look at other batches between two rows.
        let slot = WorkerSlot(settings: settings)
        defer { slot.retire() }
        let request = WorkerRequest(
            kind: .manifest, name: entry.path.display, path: entry.path.display, size: entry.signature.size,
            parameters: ["columns": .strings(columns.names)])
        let report = try slot.readManifest(
            request, file: file, deadline: WorkDeadline(base: .seconds(Limits.manifestSeconds)), head: head, row: row)
        if let failure = report.failure { throw failure }
    }

    private static func form(of head: ManifestHead, name: String) -> ManifestForm {
        let lineEnd = head.text.tail.prefix { $0 == 0x0D || $0 == 0x0A }.prefix(2)
        return ManifestForm(
            name: name, encoding: head.encoding, delimiter: head.delimiter,
            lineEnd: head.text.tail.starts(with: [0x0D, 0x0A]) ? [0x0D, 0x0A] : lineEnd.first.map { [$0] } ?? [0x0A],
            columns: Array(head.columns.prefix(Limits.manifestNames)))
    }

    private static func tooManyRows(_ name: String) -> Failure {
        SizeCheck.refusal(
            .tooManyFiles, limit: Int64(Limits.batchEntries), found: Int64(Limits.batchEntries) + 1, "rows")
    }
}

extension ManifestIntake {
    /// Lays down the rows as the items of an open batch and notes in it what the manifest is like.
    func layDown(
        into batch: inout Batch, store: Store, limits: WatchFolder.BatchLimits, betweenSlices: () -> Void = {}
    ) throws {
        let slices = store.layDown(of: batch.id)
        do {
            var summary = try read(for: batch.job.type, at: Clock.now()) {
                slices.add(header: $0)
            } item: { item, text in
                if try slices.add(item, text: text) { betweenSlices() }
            }
            summary.form.rows = try slices.end()
            try SizeCheck(limits: limits).check(summary)
            note(summary, in: &batch)
        } catch {
            // What was laid down must not be taken for items of a batch that is refused.
            try? store.discardItems(of: batch.id)
            throw error
        }
    }

    /// Notes in a batch what its manifest is like.
    func note(_ summary: Summary, in batch: inout Batch) {
        batch.manifest = summary.form
        batch.warnings += [summary.warning].compactMap(\.self)
        let room = max(0, Limits.listedNames - batch.intake.ignored.count)
        batch.intake.ignored += summary.unnamed.prefix(room).map(\.display)
    }
}

extension SizeCheck {
    /// Refuses a manifest that asks for more than the folder allows.
    func check(_ manifest: ManifestIntake.Summary) throws(Failure) {
        if let limit = limits.maxFiles, manifest.form.rows > limit {
            throw Self.refusal(.tooManyFiles, limit: Int64(limit), found: Int64(manifest.form.rows), "rows")
        }
        if let limit = limits.maxTotalBytes, manifest.bytes > limit {
            throw Self.refusal(.fileTooLarge, limit: limit, found: manifest.bytes, "bytes")
        }
    }
}

import Archive
import Model
import WorkerProtocol

/// Sends the entries of a ZIP archive: once through the headers for what it says it holds, then everything.
///
/// What is too much is the agent's to say, which ends the worker in mid-sentence; here only the number of headers is
/// bounded. Names are sent as they are.
struct Unpacker {
    private let source: DocumentSource

    init(_ source: DocumentSource) {
        self.source = source
    }

    /// True for what a person means by an archive; documents that are ZIP files inside are documents.
    static func isArchive(_ mimeType: String?, named name: String) -> Bool {
        guard mimeType == MediaTypes.zip else { return false }
        let promised = MediaTypes.promised(by: name)
        return promised == nil || promised == MediaTypes.zip
    }

    /// Announces the archive and sends its entries.
    func unpack(into sink: inout some PartSink) throws(Failure) {
        sink.announce(try survey())
        do throws(ArchiveError) {
            let archive = try ZipArchive(descriptor: source.descriptor)
            var sent: Int64 = 0
            for _ in 0..<Limits.unpackedEntries {
                guard let entry = try archive.next(nameLimit: Limits.archiveNameBytes) else { return }
                sink.begin(ArchiveEntry(kind: Self.kind(of: entry.kind), name: entry.name))
                if entry.kind == .file { try send(archive, counting: &sent, into: &sink) }
            }
        } catch {
            throw damaged(error)
        }
    }

    private func send(
        _ archive: borrowing ZipArchive, counting sent: inout Int64, into sink: inout some PartSink
    ) throws(ArchiveError) {
        while true {
            let bytes = try archive.read(Limits.unpackReadBytes)
            if bytes.isEmpty { return }
            sink.write(content: bytes)
            let step = sent / Limits.unpackStepBytes
            sent += Int64(bytes.count)
            if sent / Limits.unpackStepBytes > step { sink.expectPages(Int(step) + 2) }
        }
    }

    private func survey() throws(Failure) -> ArchiveSummary {
        var summary = ArchiveSummary(entries: 0, bytes: 0)
        do throws(ArchiveError) {
            let archive = try ZipArchive(descriptor: source.descriptor)
            while summary.entries <= Limits.unpackedEntries,
                let entry = try archive.next(nameLimit: Limits.archiveNameBytes)
            {
                summary.entries += 1
                let (bytes, isTooMuch) = summary.bytes.addingReportingOverflow(entry.size)
                summary.bytes = isTooMuch ? .max : bytes
                if entry.isEncrypted { throw ArchiveError.encrypted }
            }
            return summary
        } catch {
            throw damaged(error)
        }
    }

    private func damaged(_ error: ArchiveError) -> Failure {
        guard error.message != ArchiveError.encrypted.message else {
            return Failure(
                .encryptedDocument, "\(source.name) is protected by a password", stage: .intake,
                resolution: "Unpack the archive with its password and drop the files, or save it without protection.")
        }
        return Failure(
            .corruptDocument, "\(source.name) cannot be unpacked: \(printable(error.message))", stage: .intake,
            resolution: "The archive is damaged or incomplete. Make it again and drop it again.")
    }

    private static func kind(of kind: ZipArchive.Kind) -> EntryKind {
        switch kind {
        case .file: .file
        case .directory: .directory
        case .symlink: .symlink
        case .fifo: .fifo
        case .socket: .socket
        case .device: .device
        }
    }
}

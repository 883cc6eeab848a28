import ArgumentParser
import Glibc
import Linux
import Model

/// `dropmill export`
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make one file of all results of a batch and print its path.",
        discussion: """
            The file lies in exports/ of the batch's directory in the outbox. A batch that is not finished is waited
            for.

            Example:
              dropmill export "Invoices March" --format pdf
            """)
    @OptionGroup var batch: BatchOptions

    @Option(help: "One of \(ExportFormat.names).")
    var format: String

    @Option(help: "Seconds to wait for the file; without it, as long as it takes.")
    var timeout: Double?

    @Flag(help: "Print JSON.") var json = false

    private static let pollMicroseconds: UInt32 = 50_000

    func run() throws {
        guard let format = ExportFormat(named: format) else {
            throw Stop(.usage, "--format takes one of \(ExportFormat.names).")
        }
        let reference = try BatchReference(batch.batch, options: batch.agent)
        let before = Self.files(in: reference, format)
        let order = "EXPORT.\(format.rawValue)"
        try Steering.drop(order, in: reference)
        let deadline = timeout.map { Clock.sinceBoot() + .milliseconds(Int64(max(0, $0) * 1000)) }
        while true {
            if let made = Self.files(in: reference, format).first(where: { before[$0.key] != $0.value }) {
                return say(reference.path + "/exports/" + made.key, format)
            }
            if let reason = Patience.refusal(of: "control/" + order, in: reference.directory) {
                throw Stop(.internalError, "\(order) was refused: \(reason)")
            }
            if let deadline, Clock.sinceBoot() >= deadline {
                throw Stop(.timedOut, "The export is not there yet. It is made when the batch is finished.")
            }
            usleep(Self.pollMicroseconds)
        }
    }

    private func say(_ path: String, _ format: ExportFormat) {
        if json {
            Terminal.say(json: ["path": .string(path), "format": .string(format.rawValue)])
        } else {
            Terminal.say(printable(path))
        }
    }

    /// The files of a format that are there: a new one takes the place of an old one as another inode.
    private static func files(in reference: BatchReference, _ format: ExportFormat) -> [String: FileSignature] {
        guard let exports = try? reference.directory.directory(BytePath("exports")),
            let entries = try? exports.entries(limit: Limits.listedNames)
        else { return [:] }
        var files: [String: FileSignature] = [:]
        for entry in entries where entry.name.fileExtension == format.fileExtension {
            guard let name = entry.name.utf8, !name.hasPrefix("."), let status = try? exports.status(entry.name),
                status.kind == .file
            else { continue }
            files[name] = status.signature
        }
        return files
    }
}

import Agent
import ArgumentParser
import Glibc
import Linux
import Model

/// `dropmill diagnose`
struct Diagnose: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put together what somebody who helps needs to know, without documents and keys.",
        discussion: """
            Versions, what doctor finds, the configuration without its secrets, counts of the store, the newest batches \
            and the last lines of the log; of a batch also its events and errors. README.txt in it says what it holds.

            Examples:
              dropmill diagnose
              dropmill diagnose "June invoices" --out report.tar.gz --hash-names
            """)

    @OptionGroup var agent: AgentOptions
    @Argument(help: "A batch: its id or its name.")
    var batch: String?
    @Option(help: "The file to write, .tar.gz or .tar. Default: dropmill-diagnosis-DATE.tar.gz here.")
    var out: String?
    @Flag(help: "Also messages, warnings and titles, which may repeat what stands in documents.")
    var withText = false
    @Flag(help: "Replace the names of files and batches by marks.")
    var hashNames = false
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var choices = Diagnosis.Choices()
        choices.withText = withText
        choices.hashesNames = hashNames
        let diagnosis = Diagnosis(try agent.load(), choices)
        let path = out ?? "dropmill-diagnosis-\(Clock.now().description.prefix(10)).tar.gz"
        let names: [String]
        do {
            let files = try diagnosis.files(about: batch)
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let bytes = diagnosis.archive(files, isCompressed: !path.hasSuffix(".tar"))
            try Directory(path: RealPath.parent(of: path)).replace(BytePath(name), with: bytes, mode: 0o600)
            names = files.map(\.name)
        } catch let failure as Failure {
            throw Stop(.notFound, "\(failure.message) \(failure.resolution)")
        } catch let error as SystemError {
            throw Stop(.usage, "\(printable(path)) cannot be written: \(error)")
        } catch {
            throw Stop(.internalError, "\(error)")
        }
        if json { return Terminal.say(json: ["file": .string(path), "contents": .strings(names)]) }
        Terminal.say("\(printable(path)): \(names.joined(separator: ", "))\nLook through it before you send it.")
    }
}

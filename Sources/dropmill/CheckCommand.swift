import Agent
import ArgumentParser
import Glibc
import Intake
import Linux
import Model
import Workers

/// `dropmill check`
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at a directory without working on it: job file in order, every file readable and whole.",
        discussion: """
            Says how many pages and about how many tokens there are. With --folder the limits, configurations and
            models of that watch folder hold. Pictures are not read, nobody is asked and nothing is downloaded.
            Exit codes: 0 nothing wrong, 10 some files are not usable, 11 none is or the batch is refused.

            Example:
              dropmill check ~/scans
              dropmill check ~/invoices --folder invoices
            """)

    @Argument(help: "The directory to look at.")
    var directory: String
    @Option(help: ArgumentHelp("The watch folder whose rules hold.", valueName: "name"))
    var folder: String?
    @OptionGroup var agent: AgentOptions
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let preflight: Preflight
        let survey: Survey.Findings
        do {
            let workers = WorkerSettings(executable: try WorkerSettings.findExecutable())
            preflight = try Preflight(path: try RealPath.of(directory), folder: try rules(), workers: workers)
            survey = try preflight.survey()
        } catch let failure as Failure {
            throw Stop(.failed, failure.message + "\n" + failure.resolution)
        } catch let error as SystemError {
            throw Stop(
                error.isNotFound ? .notFound : .failed, "\(printable(directory)) cannot be read: \(error.reason)")
        }
        var verdicts: [Preflight.Verdict] = []
        var line = ProgressLine()
        let total = survey.items.count
        preflight.examine(survey) { verdict in
            verdicts.append(verdict)
            let share = Double(verdicts.count) / Double(max(total, 1))
            if !json { line.show("\(Terminal.bar(share))  \(verdicts.count)/\(total) files", now: Clock.sinceBoot()) }
        }
        if !json, total > 0 { line.finish("\(total) files looked at") }
        report(survey, verdicts)
        let failed = verdicts.filter { $0.failure != nil }.count
        if survey.refusal != nil || (failed > 0 && failed == total) { throw Stop(.failed) }
        if failed > 0 { throw Stop(.partiallyFailed) }
    }

    private func rules() throws -> (WatchFolder, AgentSettings)? {
        guard let folder else { return nil }
        let settings = try agent.load().settings
        return (try settings.folder(named: folder), settings)
    }

    private func report(_ survey: Survey.Findings, _ verdicts: [Preflight.Verdict]) {
        let failed = verdicts.filter { $0.failure != nil }
        if json {
            return Terminal.say(json: [
                "directory": .string(directory), "total_files": .optional(verdicts.count),
                "failed_files": .optional(failed.count), "page_count": .optional(Self.pages(verdicts)),
                "estimated_tokens": .optional(Self.tokens(verdicts)), "ignored": .strings(survey.batch.intake.ignored),
                "warnings": .strings(survey.batch.warnings), "error": survey.refusal?.json ?? .null,
                "files": .array(verdicts.map(\.json)),
            ])
        }
        if let refusal = survey.refusal { Terminal.say("refused: \(refusal.message)\n         \(refusal.resolution)") }
        for warning in survey.batch.warnings { Terminal.say("warning: \(printable(warning))") }
        for name in survey.batch.intake.ignored { Terminal.say("ignored: \(printable(name))") }
        for verdict in verdicts {
            for warning in verdict.warnings {
                Terminal.say("warning: \(printable(verdict.item.path.display)): \(printable(warning))")
            }
            guard let failure = verdict.failure else { continue }
            Terminal.say("error:   \(failure.message)\n         \(failure.resolution)")
        }
        Terminal.say(
            "\(verdicts.count - failed.count) of \(verdicts.count) files can be worked on: \(Self.pages(verdicts)) "
                + "pages, about \(Self.tokens(verdicts)) tokens of text.")
    }

    private static func pages(_ verdicts: [Preflight.Verdict]) -> Int {
        verdicts.reduce(0) { $0 + ($1.pageCount ?? 0) }
    }

    private static func tokens(_ verdicts: [Preflight.Verdict]) -> Int { verdicts.reduce(0) { $0 + ($1.tokens ?? 0) } }
}

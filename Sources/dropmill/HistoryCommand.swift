import Agent
import ArgumentParser
import Linux
import Model
import Store

/// `dropmill history`
struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List what was processed: files of finished batches, those of the last batch first.",
        discussion: """
            --status takes states of files (succeeded, partial, failed, skipped, cancelled), with --batches words for \
            batches. Times are RFC 3339 (2026-11-21T08:00:00Z), dates (2026-11-21, midnight UTC) or ages (7d, 12h).

            Examples: dropmill history --status failed --since 7d; dropmill history --batch invoices-march --json
            """)

    @OptionGroup var agent: AgentOptions
    @Option(help: "Only this batch: its id or its name.")
    var batch: String?
    @Option(help: "Only with this state or status; may be given several times.")
    var status: [String] = []
    @Option(help: "Only what ended at this time or later.")
    var since: String?
    @Option(help: "Only what ended before this time.")
    var until: String?
    @Option(help: "Only of this watch folder.")
    var folder: String?
    @Flag(help: "List batches instead of their files.")
    var batches = false
    @Option(help: "At most this many.")
    var limit = 50
    @Option(help: "Start after this line, the last one of the page before.")
    var after: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        guard limit > 0 else { throw Stop(.usage, "--limit takes a number above 0.") }
        var query = HistoryQuery(folder: folder, limit: limit)
        query.since = try since.map(Moment.read)
        query.until = try until.map(Moment.read)
        query.statuses = batches ? try words() : []
        query.states = batches ? [] : try words()
        query.after = try after.map { text in
            guard let place = HistoryPlace(text) else {
                throw Stop(.usage, "--after takes what the page before ended with.")
            }
            return place
        }
        guard let store = try AgentPaths.readStore(of: agent.load().settings) else { return list([], []) }
        if let batch { query.batch = try store.batch(named: batch).id }
        batches ? list(try store.historyOfBatches(query), []) : list([], try store.historyOfFiles(query))
    }

    private func words<Word: RawRepresentable<String> & CaseIterable>() throws -> [Word] {
        try status.map { text in
            guard let word = Word(rawValue: text) else {
                let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
                throw Stop(.usage, "There is no status \(printable(text)). Known are \(known).")
            }
            return word
        }
    }

    private func list(_ batches: [Batch], _ files: [HistoryLine]) {
        let count = batches.count + files.count
        let last = batches.last.map { HistoryPlace(batchID: $0.id) } ?? files.last?.place
        let next = count == limit ? last?.description : nil
        if json {
            let lines = batches.map(Self.object) + files.map(Self.object)
            return Terminal.say(json: [
                self.batches ? "batches" : "files": .array(lines), "next": .optional(next),
            ])
        }
        for batch in batches { Terminal.say(Self.text(batch)) }
        for file in files { Terminal.say(Self.text(file)) }
        if count == 0 { Terminal.say("Nothing was processed.") }
        if let next { Terminal.say("More: --after \(next)") }
    }

    private static func object(_ batch: Batch) -> JSONValue {
        [
            "id": .string(batch.id), "name": .string(batch.name), "folder": .string(batch.folder),
            "project_id": .optional(batch.projectID), "status": .string(batch.status.rawValue),
            "outbox": batch.isRemoved ? .null : .string(batch.outboxName.display), "removed": .bool(batch.isRemoved),
            "job": [
                "type": .string(batch.job.type.rawValue), "configuration_id": .optional(batch.job.configurationID),
            ],
            "rerun_of": .optional(batch.rerunOf), "total_files": .optional(batch.counts.total),
            "completed_files": .optional(batch.counts.completed), "failed_files": .optional(batch.counts.failed),
            "created_at": .string(batch.createdAt.description),
            "finished_at": .optional(batch.finishedAt?.description),
        ]
    }

    private static func object(_ line: HistoryLine) -> JSONValue {
        let outcome = line.item.outcome
        return [
            "batch_id": .string(line.batch.id), "batch": .string(line.batch.name), "folder": .string(line.batch.folder),
            "removed": .bool(line.batch.isRemoved), "index": .optional(line.item.sealed.index),
            "path": .string(line.item.sealed.path.display), "state": .string(line.item.state.rawValue),
            "error_code": .optional(outcome?.failure?.code.rawValue), "error": .optional(outcome?.failure?.message),
            "sha256": .optional(outcome?.sha256), "page_count": .optional(outcome?.pageCount),
            "attempts": .optional(line.item.attempts), "duration_ms": .integer(outcome?.durationMilliseconds ?? 0),
            "duplicate_of": .optional(outcome?.duplicateOf?.fileID),
            "finished_at": .optional(line.batch.finishedAt?.description),
        ]
    }

    private static func text(_ batch: Batch) -> String {
        let end = batch.finishedAt.map { Clock.local($0).toMinute() } ?? ""
        let done = "\(batch.counts.completed)/\(batch.counts.total)"
        return [
            Terminal.pad(end, 17), Terminal.pad(batch.status.rawValue, 16), Terminal.pad(done, 12),
            Terminal.pad(batch.folder, 12), printable(batch.name) + (batch.isRemoved ? " (removed)" : ""), " ",
            batch.id,
        ].joined(separator: " ")
    }

    private static func text(_ line: HistoryLine) -> String {
        let end = line.batch.finishedAt.map { Clock.local($0).toMinute() } ?? ""
        let error = line.item.outcome?.failure.map { "  " + printable($0.message) } ?? ""
        let path = printable(line.batch.name) + "/" + printable(line.item.sealed.path.display)
        return [Terminal.pad(end, 17), Terminal.pad(line.item.state.rawValue, 10), path].joined(separator: " ") + error
    }
}

/// A time as people write it on the command line.
enum Moment {
    private static let units: [Character: Int64] = [
        "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 7 * 86_400_000,
    ]
    private static let longestAge: Int64 = 100 * 366 * 86_400_000

    /// Reads a time, a date or an age; ends the program with code 2 when it is none.
    static func read(_ text: String) throws -> Timestamp {
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0,
            count <= longestAge / unit
        {
            return Clock.now().adding(milliseconds: -count * unit)
        }
        let pattern = Array("0000-00-00T00:00:00.000Z")
        let whole =
            switch text.utf8.count {
            case 10: text + "T00:00:00.000Z"
            case 20: String(text.dropLast()) + ".000Z"
            default: text
            }
        let fits =
            whole.count == pattern.count
            && zip(whole, pattern).allSatisfy { $1 == "0" ? $0.isASCII && $0.isNumber : $0 == $1 }
        guard fits, let time = Timestamp(whole), time.description == whole else {
            throw Stop(.usage, "\(printable(text)) is no time. Write 2026-11-21T08:00:00Z, 2026-11-21 or 7d.")
        }
        return time
    }
}

import Linux
import Model
import WorkerProtocol
import Workers

extension ItemRun {
    /// What an item takes with it that models are asked about.
    func leave(
        _ questions: ModelQuestions, with outcome: ItemOutcome, _ outputs: StagedOutputs, startedAt: Duration,
        replies: [ModelReplies.Reply] = []
    ) throws -> Leave {
        guard questions.attempt <= Limits.questionRounds else {
            throw Failure(
                .schemaViolation, "\(shown): the model gave no usable answer in \(Limits.questionRounds) attempts",
                stage: context.configuration.job.type.stage, retryable: true)
        }
        guard let provider = providerNamed(questions.provider) else {
            throw Failure(
                .offline, "\(shown) needs a provider of models, and none is configured or `offline` is true",
                stage: context.configuration.job.type.stage)
        }
        let asked = Set(questions.questions.map(\.number))
        let sound = questions.recording == nil ? nil : unpublished.restingSound()
        guard (sound == nil) == (questions.recording == nil) else {
            throw Failure(.workerCrashed, "the reader sent no sound of \(shown)", stage: .parse)
        }
        return Leave(
            questions: questions, provider: provider,
            replies: Dictionary(
                replies.filter { !asked.contains($0.number) }.map { ($0.number, $0) }, uniquingKeysWith: { $1 }),
            outcome: outcome, outputs: outputs.rest(), sound: sound,
            worked: Clock.sinceBoot() - startedAt)
    }

    /// Goes on with an item that was away: a worker reads the answers beside the working copy and makes the result.
    func conclude(
        _ homecoming: Homecoming, startedAt: Duration, into outputs: StagedOutputs
    ) throws -> ItemOutcome {
        let leave = homecoming.leave
        if var failure = homecoming.failure {
            failure.message = "\(shown): \(failure.message)"
            failure.stage = context.configuration.job.type.stage
            unpublished.discard()
            throw failure
        }
        let replies = ModelReplies(
            provider: leave.provider, attempt: leave.questions.attempt, replies: homecoming.replies)
        let bundle = try unpublished.bundle(with: replies)
        unpublished.discardSound()
        let report = try slot.perform(
            request(.conclude, sha256: leave.outcome.sha256), file: bundle,
            deadline: context.deadline,
            isCancelled: isCancelled
        ) { part, bytes in try take(bytes, of: part, into: outputs) }
        var outcome = leave.outcome
        outcome.tags = report.tags
        // Nothing was published of a recording before its words were there.
        outcome.pageCount = report.pageCount ?? outcome.pageCount
        outcome.title = report.title ?? outcome.title
        outcome.warnings += report.warnings.prefix(max(0, Limits.itemWarnings - outcome.warnings.count))
        if let failure = report.failure {
            outcome.failure = failure
            outcome.state = .failed
        } else if let questions = try unpublished.questions() {
            // The words of a recording are in the working copy now.
            let kept = leave.questions.recording == nil ? homecoming.replies : []
            let next = try self.leave(questions, with: outcome, outputs, startedAt: startedAt, replies: kept)
            throw OtherTurn(result: .away(next))
        }
        unpublished.discard()
        return outcome
    }
}

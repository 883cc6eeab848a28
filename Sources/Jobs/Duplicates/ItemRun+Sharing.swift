import Linux
import Model
import Store
import WorkerProtocol
import Workers

extension ItemRun {
    /// Shares the result of an earlier item of the same content; nil when there is none, or none that can be copied.
    ///
    /// The copy is the item's own: nothing later done to the earlier result reaches it.
    func share(_ sha256: String, file: File, into outputs: StagedOutputs) throws -> ItemOutcome? {
        guard context.sharesResults, let scope = context.scope else { return nil }
        // A store that cannot be read now costs time, not the item.
        guard let found = try? earlierResults(sha256, scope) else { return nil }
        for earlier in found {
            guard let fit = try fit(of: earlier, file: file) else { continue }
            let copy = EarlierResultCopy(of: earlier, for: sealed, sha256: sha256, fit: fit, in: context.places)
            if try copy.write(into: outputs, sameBatch: earlier.batchID == context.id) {
                return outcome(sharing: earlier)
            }
            outputs.discard()
        }
        return nil
    }

    /// How far an earlier result is right for this item; nil when the item would be read in another way.
    ///
    /// The ending of a name says how some content is read: a table and a note may have the same bytes.
    private func fit(of earlier: EarlierResult, file: File) throws -> EarlierResultCopy.Fit? {
        if sealed.path.name.fileExtension == earlier.path.name.fileExtension { return .sameName }
        let report = try slot.perform(
            request(.detect, sha256: nil), file: file, deadline: WorkDeadline(base: .seconds(Limits.steeringSeconds)),
            isCancelled: isCancelled
        ) { _, _ in }
        guard report.failure == nil, report.mimeType == earlier.outcome.mimeType, report.extensionMismatch == nil
        else { return nil }
        return .otherName
    }

    private func outcome(sharing earlier: EarlierResult) -> ItemOutcome {
        let isSameBatch = earlier.batchID == context.id
        let source = DuplicateSource(
            batchID: earlier.batchID, batchName: isSameBatch ? nil : earlier.batchName, index: earlier.index,
            path: earlier.path.display, fileID: earlier.fileID)
        let known = earlier.outcome
        var outcome = ItemOutcome(
            state: .skipped, sha256: known.sha256, mimeType: known.mimeType, mediaType: known.mediaType,
            title: known.title,
            warnings: known.warnings + ["same content as \(printable(source.words)); its result was copied"],
            pageCount: known.pageCount,
            failedPages: known.failedPages, duplicateOf: source)
        outcome.tags = known.tags
        return outcome
    }
}

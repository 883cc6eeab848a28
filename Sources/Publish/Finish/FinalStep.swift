/// The steps of making a final status visible, in the order in which they are done (WATCHING rule 24).
///
/// Each may be interrupted and done again; every later run ends with the same files.
enum FinalStep: String, CaseIterable, Sendable {
    /// results.jsonl, results.csv and errors.jsonl are on disk.
    case results
    /// What arrived in the claimed tree after the seal has left it.
    case supplements
    /// The store knows where the originals are going.
    case destined
    /// That name is taken in the archive.
    case reserved
    /// The originals are there.
    case moved
    /// The claim is gone.
    case cleared
    /// The store has the final word.
    case concluded
    case events
    case batchDocument
    case summary
    case report
    case text
    /// status.json has the final word.
    case status
    case folder
    /// Originals to be deleted are gone.
    case discarded
    case done
}

/// Called after each step; what it throws interrupts the run, as a crash would.
typealias StepProbe = @Sendable (FinalStep) throws -> Void

import Foundation
import Store

/// A finished batch breaks rules that must always hold.
public struct InvariantsBroken: Error, CustomStringConvertible {
    public let description: String
}

extension AgentProcess {
    /// Checks every final batch of the outbox, and the store against the disk; throws with all that is wrong.
    ///
    /// An event of a finished batch, such as a refused control file, is seen in its status a moment later; what a fault
    /// held up goes on after its back-off.
    public func checkInvariants() async throws {
        let problems = try await brokenRules(of: nil) + schemaProblems()
        if !problems.isEmpty { throw InvariantsBroken(description: problems.joined(separator: "\n")) }
    }

    /// What is wrong with some batches of the outbox, as far as they are final, or with all of them; schemas left out.
    public func brokenRules(of names: [String]?) async throws -> [String] {
        var problems: [String] = []
        try? await eventually("the invariants", within: .seconds(20)) {
            problems = brokenInvariants(of: names)
            return problems.isEmpty
        }
        return problems
    }

    /// The batches of the outbox that have their final status.
    public var finalBatches: [PublishedBatch] {
        batchNames.map(batch).filter(\.isFinal)
    }

    /// Absolute path of the agent's store.
    public var storeFile: String { "\(place)/state/store.sqlite" }

    private func brokenInvariants(of names: [String]?) -> [String] {
        let batches = names.map { $0.map(batch).filter(\.isFinal) } ?? finalBatches
        let places = Invariants.Places(root: root, inbox: inbox, outbox: outbox, archive: archive)
        guard comparesStore, FileManager.default.fileExists(atPath: storeFile) else {
            return batches.flatMap { Invariants.problems(of: $0, in: places, store: nil) }
        }
        do {
            let store = try Store(path: storeFile, readOnly: true)
            defer { store.close() }
            return batches.flatMap { Invariants.problems(of: $0, in: places, store: store) }
                + Invariants.missingBatches(in: places, folder: "test", store: store)
        } catch {
            return ["the store cannot be opened: \(error)"]
        }
    }
}

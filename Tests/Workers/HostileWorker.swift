import Foundation
import Linux
import Model
import TestSupport
import WorkerProtocol
import Workers

/// Asks the test's own worker, which does what the name of the document says.
enum HostileWorker {
    /// A slot with a worker of its own.
    static func slot(requireSandbox: Bool = false) throws -> WorkerSlot {
        WorkerSlot(
            settings: WorkerSettings(executable: try builtExecutable("hostile-worker"), requireSandbox: requireSandbox))
    }

    /// A slot whose worker behaves at its start as `name` says.
    static func slot(startedAs name: String, requireSandbox: Bool = false, in directory: String) throws -> WorkerSlot {
        let link = directory + "/" + name
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: try builtExecutable("hostile-worker"))
        return WorkerSlot(settings: WorkerSettings(executable: link, requireSandbox: requireSandbox))
    }
}

extension WorkerSlot {
    /// Asks with a small file and collects the parts.
    func ask(
        _ name: String, content: [UInt8] = [], parameters: JSONObject = [:], deadline: WorkDeadline = .generous,
        isCancelled: () -> Bool = { false }
    ) throws -> (report: WorkerReport, parts: [OutputPart: [UInt8]]) {
        try FileFixture.with(content) { file in
            var parts: [OutputPart: [UInt8]] = [:]
            let request = WorkerRequest(
                kind: .parse, name: name, path: name, size: Int64(content.count), parameters: parameters)
            let report = try perform(request, file: file, deadline: deadline, isCancelled: isCancelled) { part, bytes in
                parts[part, default: []] += bytes
            }
            return (report, parts)
        }
    }

    /// The failure a document ends with.
    func failure(of name: String, deadline: WorkDeadline = .generous) -> Failure? {
        do {
            return try ask(name, deadline: deadline).report.failure
        } catch {
            return error as? Failure
        }
    }
}

extension WorkDeadline {
    /// Long enough for every document that ends.
    static let generous = WorkDeadline(base: .seconds(30))
}

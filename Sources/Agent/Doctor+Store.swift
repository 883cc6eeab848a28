import Glibc
import Linux
import Model
import Store

extension Doctor {
    /// The state directory and the store in it: there, whole, of this version and writable.
    func store() -> [Finding] {
        let path = AgentPaths.store(in: settings.stateDirectory)
        guard Glibc.access(path, F_OK) == 0 else {
            return [Finding(Self.subject, .good, "\(path) does not exist; the first start makes it.")]
        }
        return [Self.content(of: path)] + Self.writable(path) + space()
    }

    private static let subject = "store"

    private static func content(of path: String) -> Finding {
        do throws(StoreError) {
            let store = try Store(path: path, readOnly: true)
            defer { store.close() }
            try store.check()
            return Finding(subject, .good, "\(path) is whole and knows \(try store.batchCount()) batches.")
        } catch {
            return Finding(subject, error.code == .olderSchema ? .warning : .problem, "\(error)")
        }
    }

    private static func writable(_ path: String) -> [Finding] {
        if Glibc.access(path, W_OK) == 0 { return [] }
        let cause = String(cString: strerror(errno))
        return [
            Finding(
                subject, .problem,
                "\(path) cannot be written (\(cause)). Let the agent's user write it, and mount its file system "
                    + "writable.")
        ]
    }

    private func space() -> [Finding] {
        guard let system = try? Directory(path: settings.stateDirectory).fileSystem() else { return [] }
        if system.freeBytes >= Self.enoughStateBytes { return [] }
        return [
            Finding(
                Self.subject, .problem,
                "Only \(system.freeBytes) bytes are free in \(settings.stateDirectory). Free some; the agent waits.")
        ]
    }

    /// Bytes below which the store is about to fail.
    private static let enoughStateBytes: Int64 = 4 << 20
}

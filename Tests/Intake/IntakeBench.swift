import Folders
import Glibc
import Linux
import Logging
import Model
import Store
import TestSupport
import Testing
import WorkerProtocol

@testable import Intake

/// An intake over a real folder and a store, told by the test what a watcher would tell.
final class IntakeBench {
    let root: String
    let directories: FolderDirectories
    let store: Store
    let intake: Intake
    /// Batches that were given to work.
    let offers = Mailbox<Batch>()
    private let news = Mailbox<Batch>()
    private var pending: [Batch] = []
    private let ended = Mailbox<Bool>()

    /// The folder with short times, so that tests need not wait.
    init(
        _ root: String, store: Store? = nil, configurations: [String: SavedConfiguration] = [:],
        leaseTrusted: Bool = true,
        holdsClaims: @escaping @Sendable (FolderDirectories) -> Batch.Throttle? = { _ in nil },
        steering: @escaping @Sendable (File, WorkerRequest) throws -> WorkerReport = IntakeBench.parse,
        change: (inout WatchFolder) -> Void = { _ in }
    ) throws {
        self.root = root
        var settings = WatchFolder(name: "papers", root: root, job: Job(type: .parse))
        settings.settle = .milliseconds(50)
        settings.batchSettle = .milliseconds(400)
        change(&settings)
        directories = try FolderDirectories(opening: settings)
        self.store = try store ?? Store(temporaryIn: root)
        let (news, offers) = (news, offers)
        intake = Intake(
            store: self.store, folders: [directories], configurations: configurations,
            connections: IntakeConnections(
                leaseTrusted: { _ in leaseTrusted }, changed: { news.put($0) }, offer: { offers.put($0) },
                holdsClaims: holdsClaims),
            steering: .replies(steering), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        start()
    }

    private func start() {
        let (intake, ended) = (intake, ended)
        BlockingThread.start("intake") {
            intake.run()
            ended.put(true)
        }
    }

    /// Ends the thread of the intake and waits for it.
    func stop() {
        intake.close()
        #expect(ended.take(timeout: .seconds(10)) == [true])
    }

    /// What the worker does with a job file, without its wall.
    static let parse: @Sendable (File, WorkerRequest) throws -> WorkerReport = { file, request in
        do {
            return WorkerReport(steering: try JSONParser.parse(try file.read(1 << 20)))
        } catch {
            return WorkerReport(
                failure: Failure(.validationError, "\(request.name) is not JSON: \(error)", stage: .intake))
        }
    }

    func hint(_ path: String, _ change: LookHere.Change = .changed) {
        hint(BytePath(path), change)
    }

    func hint(_ path: BytePath, _ change: LookHere.Change = .changed) {
        let place = WatchedPlace(folder: "papers", purpose: .inbox)
        intake.mailbox.put(.look(LookHere(place: place, path: path, change: change)))
    }

    /// Writes a file below the root of the folder.
    func write(_ path: String, _ text: String = "text") throws {
        let bytes = BytePath(path)
        let directory = try Directory(path: root)
        if !bytes.parent.isEmpty { try directory.makeDirectories(bytes.parent) }
        let file = try directory.open(bytes, flags: O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(Array(text.utf8))
    }

    /// Makes an empty directory below the root of the folder.
    func make(_ path: String) throws {
        try Directory(path: root).makeDirectories(BytePath(path))
    }

    /// Renames below the root of the folder.
    func move(_ path: String, to newPath: String) throws {
        let directory = try Directory(path: root)
        try directory.rename(BytePath(path), to: directory, BytePath(newPath), replacing: false)
    }

    /// Renames a directory prepared in `made` into the inbox, as a person does it.
    func drop(_ name: String) throws {
        try move("made/\(name)", to: "inbox/\(name)")
        hint(name, .arrived)
    }

    func exists(_ path: String) -> Bool {
        (try? Directory(path: root))?.contains(BytePath(path)) ?? false
    }

    /// The names in a directory below the root, sorted.
    func names(in path: String) throws -> [String] {
        try Directory(path: root).directory(BytePath(path)).entries().map(\.name.display).sorted()
    }

    /// Waits until the intake reports a batch that fulfils a condition.
    func next(
        _ what: String, within limit: Duration = .seconds(15), _ condition: (Batch) throws -> Bool
    ) throws -> Batch {
        let end = Clock.sinceBoot() + limit
        while true {
            if let found = try pending.first(where: condition) {
                pending.removeAll { $0 == found }
                return found
            }
            let left = end - Clock.sinceBoot()
            guard left > .zero else {
                Issue.record("no batch is \(what); seen were \(pending)")
                throw Late()
            }
            pending += news.take(timeout: left)
        }
    }

    /// Waits until a batch is sealed.
    func sealed(_ name: String) throws -> Batch {
        try next("\(name), sealed") { $0.name == name && $0.phase != .open && $0.sealedAt != nil }
    }

    /// The paths of the items of a batch, in their order.
    func items(of batch: Batch) throws -> [String] {
        try store.items(of: batch.id, from: 0, limit: 1000).map(\.sealed.path.display)
    }

    struct Late: Error {}
}

/// Runs a body with a bench in a fresh directory and ends the bench's thread.
func withBench(
    _ change: (inout WatchFolder) -> Void = { _ in }, _ body: (IntakeBench) throws -> Void
) throws {
    try withTemporaryDirectory { root in
        let bench = try IntakeBench(root, change: change)
        defer { bench.stop() }
        try body(bench)
    }
}

import Dispatch
import Folders
import Glibc
import Linux
import Model
import Synchronization

/// Keeps a second agent out of a root: a lock where the file system has one, and `.dropmill/owner.json` with a
/// heartbeat for agents on other hosts.
final class RootOwner: Sendable {
    private let folder: FolderDirectories
    private let lock: File
    private let since: Timestamp
    private let isWritten = Atomic(false)

    /// Seconds between heartbeats.
    static let heartbeatSeconds = 10
    /// Age in seconds at which the heartbeat of another host counts as dead.
    static let deadAfterSeconds: Int64 = 300
    private static let recordName = BytePath("owner.json")
    private static let lockName = BytePath("owner.lock")
    private static let recordBytes = 64 << 10

    /// Takes the root, or throws a refusal that names the agent that has it.
    init(taking folder: FolderDirectories, takeOver: Bool, now: Timestamp) throws {
        self.folder = folder
        since = now
        let root = folder.settings.root
        lock = try folder.home.open(Self.lockName, flags: O_RDWR | O_CREAT, mode: 0o600)
        let owner = Self.record(in: folder)
        guard try lock.lock() else {
            throw Failure(
                .validationError, "\(root) belongs to another agent: \(Self.describe(owner))", stage: .intake,
                resolution: "Stop that agent first, or give this one another root.")
        }
        if let owner, !takeOver, Self.isAliveElsewhere(owner, now: now) {
            throw Failure(
                .validationError, "\(root) belongs to an agent on another host: \(Self.describe(owner))",
                stage: .intake,
                resolution: "Stop that agent. If its host is gone, start with --take-over, or wait until its "
                    + "heartbeat is five minutes old.")
        }
        try beat(now: now)
    }

    /// Writes the heartbeat.
    func beat(now: Timestamp) throws(SystemError) {
        let record: JSONValue = [
            "schema_version": 1, "host": .string(Host.name), "boot_id": .string(Host.bootID),
            "pid": .integer(Int64(getpid())), "since": .string(since.description),
            "heartbeat": .string(now.description),
        ]
        let text = JSONWriter.bytes(of: record, style: .pretty) + [0x0A]
        // Only digits of the heartbeat differ from the record that is there: written over, they cost no journal entry.
        if let file = try? folder.home.open(Self.recordName, flags: O_WRONLY),
            let status = try? file.status(), status.signature.size == text.count, isWritten.load(ordering: .relaxed)
        {
            return try file.write(text)
        }
        try folder.home.replace(Self.recordName, with: text, mode: 0o640, durable: false)
        isWritten.store(true, ordering: .relaxed)
    }

    /// Gives the root up; a mount that does not answer is left after a while.
    func release(within limit: DispatchTimeInterval) {
        let ended = DispatchSemaphore(value: 0)
        BlockingThread.start("release") { [folder] in
            try? folder.home.unlink(Self.recordName)
            ended.signal()
        }
        _ = ended.wait(timeout: .now() + limit)
    }

    /// Who has a root, for `doctor`; nil when nobody has.
    static func describeOwner(of folder: FolderDirectories) -> String? {
        record(in: folder).map { describe($0) }
    }

    /// When the agent of a folder last said that it is alive; nil when none has the folder.
    static func lastBeat(in folder: WatchFolder) throws(SystemError) -> Timestamp? {
        let parent = folder.inbox.lastIndex(of: "/").map { String(folder.inbox[..<$0]) } ?? folder.root
        do throws(SystemError) {
            let bytes = try Directory(path: parent + "/.dropmill").contents(of: recordName, limit: recordBytes)
            return (try? JSONParser.parse(bytes))?["heartbeat"]?.string.flatMap(Timestamp.init)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    private static func record(in folder: FolderDirectories) -> JSONValue? {
        guard let bytes = try? folder.home.contents(of: recordName, limit: recordBytes) else { return nil }
        return try? JSONParser.parse(bytes)
    }

    private static func describe(_ owner: JSONValue?) -> String {
        guard let owner, let host = owner["host"]?.string, let pid = owner["pid"]?.integer else {
            return "its record cannot be read"
        }
        let since = owner["since"]?.string ?? "an unknown time"
        return "process \(pid) on \(printable(host)), since \(printable(since))"
    }

    private static func isAliveElsewhere(_ owner: JSONValue, now: Timestamp) -> Bool {
        guard let host = owner["host"]?.string, host != Host.name,
            let beat = owner["heartbeat"]?.string.flatMap(Timestamp.init)
        else { return false }
        return now.milliseconds - beat.milliseconds < deadAfterSeconds * 1000
    }
}

/// What names this machine and its current boot.
enum Host {
    /// The name of the host.
    static let name: String = {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()

    /// The kernel's id of this boot.
    static let bootID: String = {
        guard let random = try? Directory(path: "/proc/sys/kernel/random"),
            let bytes = try? random.contents(of: BytePath("boot_id"), limit: 256)
        else { return "unknown" }
        return String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
    }()
}

import Folders
import Glibc
import Linux
import Model
import Settings
import Watch
import Workers

/// What `doctor` found out about one subject.
public struct Finding: Sendable {
    /// How good it is.
    public enum Grade: String, Sendable {
        case good = "ok"
        case warning
        case problem
    }

    public let subject: String
    public let grade: Grade
    /// One sentence.
    public let text: String

    public init(_ subject: String, _ grade: Grade, _ text: String) {
        self.subject = subject
        self.grade = grade
        self.text = text
    }

    /// The object `doctor --json` prints.
    public var json: JSONValue {
        ["subject": .string(subject), "grade": .string(grade.rawValue), "text": .string(text)]
    }
}

/// Looks at everything an agent depends on: its store, folders, mounts, leases, watches, the worker and its sandbox.
public struct Doctor {
    let settings: AgentSettings

    public init(_ settings: AgentSettings) {
        self.settings = settings
    }

    /// Examines the machine, the store, the worker and every folder, in this order.
    public func findings() -> [Finding] {
        machine() + store() + worker() + settings.folders.flatMap(folder) + retention()
    }

    private func machine() -> [Finding] {
        let watches = Self.number("/proc/sys/fs/inotify", "max_user_watches")
        let instances = Self.number("/proc/sys/fs/inotify", "max_user_instances")
        let queue = Self.number("/proc/sys/fs/inotify", "max_queued_events")
        var found = [
            Finding(
                "user", .good, "The agent would run as \(UserName.current) with state in \(settings.stateDirectory).")
        ]
        let enough = (watches ?? 0) >= Self.enoughWatches
        found.append(
            Finding(
                "watch limits", enough ? .good : .warning,
                "\(watches ?? 0) watched directories, \(instances ?? 0) users of inotify, \(queue ?? 0) queued events."
                    + (enough ? "" : " Raise it: sysctl fs.inotify.max_user_watches=\(Self.enoughWatches)")))
        return found
    }

    private static let enoughWatches: Int64 = 65_536

    private func worker() -> [Finding] {
        do throws(Failure) {
            let workers = WorkerSettings(
                executable: try WorkerSettings.findExecutable(), user: settings.workerUser,
                requireSandbox: settings.requireSandbox)
            guard let said = try WorkerCheck.introduction(workers) else { return [] }
            let libraries = said.libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
            let sandbox = said.sandbox.joined(separator: ", ")
            return [
                Finding("worker", .good, "\(workers.executable) with \(libraries)."),
                said.missing.isEmpty
                    ? Finding("sandbox", .good, "In force: \(sandbox).")
                    : Finding(
                        "sandbox", .warning, "In force: \(sandbox). Missing: \(said.missing.joined(separator: "; "))."),
            ]
        } catch {
            return [Finding("worker", .problem, "\(error.message) \(error.resolution)")]
        }
    }

    private func folder(_ folder: WatchFolder) -> [Finding] {
        let subject = "folder \(printable(folder.name))"
        do {
            let directories = try FolderDirectories(opening: folder)
            return [
                mount(directories, subject), owner(directories, subject), rename(directories, subject),
                lease(directories, subject), space(directories, subject),
            ]
        } catch {
            return [Finding(subject, .problem, "It cannot be used: \(error)")]
        }
    }

    private func mount(_ folder: FolderDirectories, _ subject: String) -> Finding {
        let inbox = folder.settings.inbox
        do {
            let kind = try MountKind.of(folder.inbox)
            let (word, why) =
                switch folder.settings.backend {
                case .inotify: ("watched by inotify", "the configuration says so")
                case .poll: ("polled", "the configuration says so")
                case .auto: (kind.reportsChanges ? "watched by inotify" : "polled", kind.reason)
                }
            return Finding(subject, .good, "\(inbox) is on \(kind.name), \(word): \(why).")
        } catch {
            return Finding(subject, .problem, "The file system of \(inbox) cannot be told: \(error)")
        }
    }

    private func owner(_ folder: FolderDirectories, _ subject: String) -> Finding {
        guard let owner = RootOwner.describeOwner(of: folder) else {
            return Finding(subject, .good, "No agent has it now.")
        }
        return Finding(subject, .good, "It belongs to \(owner).")
    }

    // Only a rename that is done proves that one is possible: bind mounts and quotas refuse them.
    private func rename(_ folder: FolderDirectories, _ subject: String) -> Finding {
        let name = BytePath(".dropmill-doctor-\(getpid())")
        do {
            try folder.inbox.makeDirectory(name, mode: 0o700)
            do {
                try folder.inbox.rename(name, to: folder.work, name, replacing: false)
                try folder.work.removeDirectory(name)
            } catch {
                try? folder.inbox.removeDirectory(name)
                throw error
            }
            try folder.staging.makeDirectory(name, mode: 0o700)
            try folder.staging.rename(name, to: folder.outbox, name, replacing: true)
            try folder.outbox.removeDirectory(name)
            return Finding(
                subject, .good, "Directories can be moved from the inbox to work and from staging to the outbox.")
        } catch {
            return Finding(subject, .problem, "A directory cannot be moved: \(error)")
        }
    }

    private func lease(_ folder: FolderDirectories, _ subject: String) -> Finding {
        let name = BytePath(".dropmill-doctor-\(getpid())")
        do {
            let writer = try folder.inbox.create(name, mode: 0o600)
            defer { try? folder.inbox.unlink(name) }
            let busy = try folder.inbox.openForReading(name).probeLease()
            withExtendedLifetime(writer) {}
            switch busy {
            case .busy: return Finding(subject, .good, "The kernel tells when a file is still open for writing.")
            case .free, .unavailable:
                return Finding(
                    subject, .warning, "The kernel does not tell writers here: files wait for the longer settle time.")
            }
        } catch {
            return Finding(subject, .warning, "The lease probe could not be tried: \(error)")
        }
    }

    private func space(_ folder: FolderDirectories, _ subject: String) -> Finding {
        guard let system = try? folder.outbox.fileSystem() else {
            return Finding(subject, .warning, "The free space of the outbox cannot be read.")
        }
        let megabytes = system.freeBytes / 1_000_000
        let isEnough = system.freeBytes >= settings.minFreeBytes
        return Finding(
            subject, isEnough ? .good : .warning,
            "\(megabytes) MB are free in the outbox" + (isEnough ? "." : ", less than min_free_bytes."))
    }

    private static func number(_ directory: String, _ name: String) -> Int64? {
        guard let parent = try? Directory(path: directory),
            let bytes = try? parent.contents(of: BytePath(name), limit: 64)
        else { return nil }
        return Int64(String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self))
    }
}

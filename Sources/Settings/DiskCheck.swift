import Glibc
import Linux
import Model

extension LoadedSettings {
    /// Compares the settings with the disk: directories that are missing, that this user may not use, or that others
    /// may replace. Returns what is only worth a warning.
    public func checkDisk() throws(SettingsError) -> [SettingsProblem] {
        try DiskCheck(self, account: .current).run()
    }
}

/// Compares settings with the directories they name; changes nothing.
struct DiskCheck {
    private let loaded: LoadedSettings
    private let account: Account
    private let mayAccess: (String, Int32) -> Bool
    private let errors: ProblemLog
    private let warnings: ProblemLog

    init(
        _ loaded: LoadedSettings, account: Account,
        mayAccess: @escaping (String, Int32) -> Bool = Account.mayAccess
    ) {
        self.loaded = loaded
        self.account = account
        self.mayAccess = mayAccess
        errors = ProblemLog(file: loaded.file)
        warnings = ProblemLog(file: loaded.file)
    }

    func run() throws(SettingsError) -> [SettingsProblem] {
        checkState()
        checkWorkerUser()
        for (index, folder) in loaded.settings.folders.enumerated() { check(folder, key: "folders[\(index)]") }
        try errors.throwIfAny()
        return warnings.problems
    }

    private func checkState() {
        let path = loaded.settings.stateDirectory
        var existing = path
        while access(existing, F_OK) != 0, existing != "/" { existing = SettingsText.directory(of: existing) }
        checkUsable(existing, key: "state_dir", mode: R_OK | W_OK | X_OK, for: path)
    }

    private func checkWorkerUser() {
        guard let user = loaded.settings.workerUser else { return }
        let key = "worker_user"
        if account.isRoot {
            guard !Account.isOrdinaryUser(user) else { return }
            report(.notFound, key, "there is no user \"\(printable(user))\" here who is neither root nor in its group")
        } else {
            warnings.report(
                .conflict,
                "`\(key)`: only an agent that runs as root can change the user of its workers; they run as "
                    + account.label, at: place(of: key))
        }
    }

    private func check(_ folder: WatchFolder, key: String) {
        guard access(folder.root, F_OK) == 0 else {
            let path = printable(folder.root)
            return report(
                .notFound, key + ".root", "\(path) does not exist; make it, or run `dropmill init \(path)`")
        }
        let originals = folder.inPlace ? R_OK | X_OK : R_OK | W_OK | X_OK
        let known = errors.problems.count
        checkDirectory(folder.inbox, key: key + ".inbox", mode: originals)
        checkDirectory(folder.outbox, key: key + ".outbox", mode: R_OK | W_OK | X_OK)
        checkDirectory(folder.archive, key: key + ".archive", mode: folder.inPlace ? X_OK : W_OK | X_OK)
        for path in Set([folder.inbox, folder.outbox].map(SettingsText.directory)).sorted() {
            checkDirectory(path + "/.dropmill", key: key + ".root", mode: R_OK | W_OK | X_OK)
            checkHome(in: path, key: key + ".root")
        }
        if errors.problems.count == known { checkMounts(of: folder, key: key) }
        for path in Set([folder.root, folder.inbox]).sorted() {
            checkPlace(of: path, key: path == folder.root ? key + ".root" : key + ".inbox")
        }
        if let group = folder.permissions.group, GroupName.id(of: group) == nil {
            report(.notFound, key + ".permissions.group", "group \"\(printable(group))\" does not exist here")
        }
        checkGroup(of: folder, key: key)
        for (index, hook) in folder.hooks.enumerated() { check(hook, key: "\(key).hooks[\(index)]") }
    }

    /// A program that others may change is run with the agent's rights.
    private func check(_ hook: Hook, key: String) {
        guard let path = hook.command.first else { return }
        var status = stat()
        guard stat(path, &status) == 0 else {
            return report(.notFound, key, "\(printable(path)) does not exist")
        }
        guard status.st_mode & S_IFMT == S_IFREG, mayAccess(path, X_OK) else {
            return report(
                .permissionDenied, key,
                "\(printable(path)) is no program that \(account.label) may run; "
                    + "`chmod +x \(printable(path))` makes it one")
        }
        let isOurs = status.st_uid == 0 || status.st_uid == account.uid
        guard !isOurs || status.st_mode & (S_IWGRP | S_IWOTH) != 0 else { return }
        report(
            .unsafePlace, key,
            "\(printable(path)) may be changed by others; `chown root \(printable(path)) && chmod go-w "
                + "\(printable(path))` prevents it")
    }

    /// Claimed and staged batches lie in `.dropmill`: a link would lead them to somebody else's place.
    private func checkHome(in path: String, key: String) {
        guard let status = try? Directory(path: path).status(BytePath(".dropmill")) else { return }
        let shown = printable(path + "/.dropmill")
        if status.kind != .directory {
            return report(.unsafePlace, key, "\(shown) is a \(status.kind.rawValue), not a directory; remove it")
        }
        if status.owner != account.uid {
            warnings.report(
                .unsafePlace,
                "`\(key)`: \(shown) belongs to uid \(status.owner), not to \(account.label) as whom the agent runs",
                at: place(of: key))
        }
    }

    /// Who is not of the group that results are to have cannot give them to it, unless the directory hands it on.
    private func checkGroup(of folder: WatchFolder, key: String) {
        guard let outbox = try? Directory(path: folder.outbox).status() else { return }
        let group = folder.permissions.group.flatMap(GroupName.id(of:)) ?? outbox.group
        let isHandedOn = group == outbox.group && outbox.mode & UInt32(S_ISGID) != 0
        if isHandedOn || GroupName.isMember(of: group) { return }
        let name = printable(GroupName.name(of: group))
        warnings.report(
            .permissionDenied,
            "`\(key).outbox`: results are for group \(name), of which \(account.label) is no member; "
                + "`usermod -a -G \(name) \(account.name ?? String(account.uid))` or "
                + "`chmod g+s \(printable(folder.outbox))` helps", at: place(of: key + ".outbox"))
    }

    /// A directory must be usable; a missing one must be possible to make.
    private func checkDirectory(_ path: String, key: String, mode: Int32) {
        if access(path, F_OK) == 0 { return checkUsable(path, key: key, mode: mode, for: path) }
        let parent = SettingsText.directory(of: path)
        guard access(parent, F_OK) == 0 else {
            return report(.notFound, key, "\(printable(parent)) does not exist, so \(printable(path)) cannot be made")
        }
        checkUsable(parent, key: key, mode: W_OK | X_OK, for: path)
    }

    private func checkUsable(_ path: String, key: String, mode: Int32, for wanted: String) {
        guard (try? Directory(path: path).status())?.kind == .directory || !mayAccess(path, R_OK) else {
            return report(.conflict, key, "\(printable(path)) is not a directory")
        }
        guard !mayAccess(path, mode) else { return }
        let missing = [(R_OK, "readable"), (W_OK, "writable"), (X_OK, "enterable")]
            .filter { mode & $0.0 != 0 && !mayAccess(path, $0.0) }.map(\.1).joined(separator: " and ")
        let reason = path == wanted ? "" : ", so \(printable(wanted)) cannot be made"
        let user = account.name ?? String(account.uid)
        report(
            .permissionDenied, key,
            "\(printable(path)) is not \(missing) for \(account.label)\(reason); "
                + "`setfacl -m u:\(user):rwx \(printable(path))` allows it")
    }

    /// Claiming and publishing are renames, which work within one mount only; archiving elsewhere costs a copy.
    private func checkMounts(of folder: WatchFolder, key: String) {
        func mount(_ path: String) -> UInt64? { try? Directory(path: path).status().mount }
        for (name, path) in [("inbox", folder.inbox), ("outbox", folder.outbox)] {
            guard let own = mount(path), let beside = mount(SettingsText.directory(of: path)), own != beside else {
                continue
            }
            report(
                .conflict, "\(key).\(name)",
                "\(printable(path)) is a mount of its own; mount the directory above it instead, "
                    + "because batches are moved by renaming")
        }
        if !folder.inPlace, let inbox = mount(folder.inbox), let archive = mount(folder.archive), inbox != archive {
            let message =
                "\(printable(folder.archive)) is not on the file system of the inbox; originals are copied there, "
                + "compared and then deleted, which takes longer than renaming them, and RETRY, FORCE and RERUN "
                + "cannot take them back"
            warnings.report(.conflict, "`\(key).archive`: \(message)", at: place(of: key + ".archive"))
        }
    }

    /// Who may rename in the directory above a place can put another directory there.
    private func checkPlace(of path: String, key: String) {
        let parent = SettingsText.directory(of: path)
        guard let status = try? Directory(path: parent).status() else { return }
        let isSticky = status.mode & UInt32(S_ISVTX) != 0
        let isOpenToAll = status.mode & UInt32(S_IWOTH) != 0
        let isOurs = status.owner == 0 || status.owner == account.uid
        if isSticky && isOurs || isOurs && !isOpenToAll { return }
        let who = isOpenToAll && !isSticky ? "everybody" : "its owner (uid \(status.owner))"
        let message =
            "\(printable(parent)) lets \(who) rename \(printable(path)) away and put something else there; "
            + "`chown root \(printable(parent)) && chmod o-w \(printable(parent))` prevents it"
        let isRefused = account.isRoot && isOpenToAll && !isSticky && status.owner != 0
        (isRefused ? errors : warnings).report(
            .unsafePlace, "`\(key)`: \(message)", at: place(of: key))
    }

    /// Where a key was written; for one that was not, the root it is derived from.
    private func place(of key: String) -> SourcePlace {
        if loaded.source.member(key)?.isNull == false { return loaded.source.place(of: key) }
        let folder = key.prefix { $0 != "." }
        return loaded.source.place(of: folder + ".root")
    }

    private func report(_ code: SettingsProblem.Code, _ key: String, _ message: String) {
        errors.report(code, "`\(key)`: \(message)", at: place(of: key))
    }
}

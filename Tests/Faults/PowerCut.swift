import Foundation

/// Replays the system calls of one batch against a `DurableTree` and says where a power cut would break a promise:
/// where something can become visible before what it promises is sure to last.
struct PowerCut {
    let root: String
    let archive: String
    /// Names of the agent's threads.
    let threads: [Int32: String]

    private let tree = DurableTree()
    private var problems: [String] = []
    private var open: [Int32: SystemCall] = [:]
    /// Item directories that were renamed into the outbox.
    private var shown: [String] = []
    /// Trees that were renamed from the inbox into a claim, with their old names.
    private var taken: [(from: String, to: String)] = []
    /// Where the originals of the batch went.
    private var settled: String?
    /// True when the status.json that was written last has a final word.
    private var isFinal = false
    private(set) var finalWords = 0

    // As strace shows the beginning of status.json.
    nonisolated(unsafe) private static let finalWord =
        /\\"status\\": ?\\"(completed|partially_failed|failed|cancelled)\\"/

    init(root: String, archive: String, threads: [Int32: String]) {
        self.root = root
        self.archive = archive
        self.threads = threads
    }

    /// What could go wrong, as sentences; `batch` is the path of its outbox directory.
    mutating func replay(_ trace: String, of batch: String) -> [String] {
        let calls = trace.split(separator: "\n").compactMap { SystemCall($0) }
        for call in calls {
            switch call.part {
            case .whole where call.failed: continue
            case .whole:
                begin(call, of: batch)
                end(call)
            case .begin:
                open[call.thread] = call
                begin(call, of: batch)
            case .end:
                if let begun = open.removeValue(forKey: call.thread), !call.failed { end(begun) }
            }
        }
        return problems
    }

    // MARK: Promises

    private mutating func begin(_ call: SystemCall, of batch: String) {
        switch call.name {
        case "renameat", "renameat2", "rename":
            guard call.paths.count >= 2 else { return }
            let (old, new) = (call.paths[0], call.paths[1])
            if new == "\(batch)/status.json", isFinal { checkFinalWord(old, of: batch) }
            checkMove(old, new, of: batch)
            tree.move(old, to: new)
        case "unlinkat", "unlink", "rmdir":
            guard let path = call.paths.first else { return }
            checkRemoval(path, of: batch)
            tree.remove(path)
        case "write", "pwrite64", "writev", "ftruncate", "copy_file_range":
            guard let path = call.paths.last else { return }
            if path.hasSuffix("-wal") { checkTransaction(by: threads[call.thread] ?? "", of: batch) }
            if path.hasPrefix("\(batch)/.status.json") { isFinal = call.text.contains(Self.finalWord) }
            tree.change(path)
        default: return
        }
    }

    private mutating func checkFinalWord(_ staged: String, of batch: String) {
        finalWords += 1
        let controls = { (path: String) in path.hasPrefix("\(batch)/control") || path.hasPrefix("\(batch)/status.json")
        }
        demand("the final word", tree.missing(batch, except: { controls($0) || $0 == staged }))
        demand("the final word", tree.node(staged).missing(staged))
        if let settled { demand("the final word", tree.missing(settled)) }
    }

    private mutating func checkMove(_ old: String, _ new: String, of batch: String) {
        if old.contains("/.dropmill/staging/"), new.hasPrefix("\(batch)/files/") {
            demand("an item becoming visible", tree.node(old).missing(old))
            shown.append(new)
        } else if old.hasPrefix("\(root)/inbox/"), new.contains("/.dropmill/work/") {
            let claim = DurableTree.parent(new)
            demand("the claim", tree.missing("\(claim)/claim.json"))
            taken.append((old, new))
        } else if old.contains("/.dropmill/work/"), old.hasSuffix("/tree"), !new.hasPrefix("\(root)/inbox/") {
            demand("originals leaving their claim", results(of: batch))
            if new.hasSuffix("/copied") {
                demand("the copy replacing the originals", settled.map { tree.missing($0) } ?? ["the copy"])
            } else {
                settled = new
            }
        } else if new.hasPrefix(archive + "/") {
            demand("a copy of originals", tree.node(old).missing(old))
            settled = new
        }
    }

    private mutating func checkRemoval(_ path: String, of batch: String) {
        if path.hasSuffix("/claim.json"), let settled, path.contains("/.dropmill/work/") {
            demand("the end of the claim", tree.missing(settled))
        }
        let trash = "\(root)/.dropmill/trash/"
        if let settled, settled.hasPrefix(trash), path.hasPrefix(trash) {
            demand(
                "the deletion of originals",
                tree.missing("\(batch)/status.json") + (finalWords == 0 ? ["the word"] : []))
            self.settled = nil
        }
    }

    private mutating func checkTransaction(by thread: String, of batch: String) {
        if thread == "committer" {
            for item in shown { demand("items being settled", tree.missing(item)) }
            shown = []
        } else if thread == "intake" {
            for move in taken {
                demand("the seal", tree.missing(DurableTree.parent(move.to)))
                if tree.mayComeBack(move.from) { problems.append("the seal before \(move.from) is gone for good") }
            }
            taken = []
        }
    }

    private func results(of batch: String) -> [String] {
        ["results.jsonl", "results.csv", "errors.jsonl", "files"].filter { tree.contains("\(batch)/\($0)") }
            .flatMap { tree.missing("\(batch)/\($0)") }
    }

    private mutating func demand(_ event: String, _ missing: [String]) {
        problems += missing.map { "\(event) before \($0) is durable" }
    }

    // MARK: Effects at the end of a call

    private func end(_ call: SystemCall) {
        guard let path = call.paths.first else { return }
        switch call.name {
        case "openat", "openat2": if call.text.contains("O_CREAT") { tree.make(path) }
        case "mkdirat", "mkdir", "mknodat", "symlinkat": tree.make(call.paths.last ?? path)
        case "fsync", "fdatasync": tree.sync(path)
        case "syncfs", "sync": tree.syncAll()
        default: return
        }
    }
}

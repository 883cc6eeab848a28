import Crypto
import Glibc
import Linux
import Model

/// Moves a tree to another mount: copy, fsync, compare, and only then delete (WATCHING rule 32).
///
/// Memory is bounded by one buffer and the depth of the tree. Devices cannot be made by an ordinary user and are
/// refused by the kernel with EPERM, which leaves the originals where they are.
struct TreeCopy {
    private let source: Directory
    private let tree: BytePath
    private let target: Directory
    private let place: BytePath
    /// The copy on its way, beside its place.
    private let temporary: BytePath

    private static let copied = BytePath("copied")

    /// A move of `tree` in `source` to `place` below `target`; `temporary` is a name nobody else uses there.
    init(from source: Directory, _ tree: BytePath, to target: Directory, _ place: BytePath, temporary: String) {
        self.source = source
        self.tree = tree
        self.target = target
        self.place = place
        self.temporary = place.parent.appending(temporary)
    }

    /// Copies, compares and deletes; false when something else lies at the place.
    func move() throws -> Bool {
        let original = try source.directory(tree)
        if let found = try occupant(), try !found.entries(limit: 1).isEmpty {
            // A crash between the end of the copy and the deletion leaves both.
            guard try matches(original, found) else { return false }
        } else {
            try target.removeTree(temporary)
            try target.makeDirectory(temporary, mode: 0o700)
            let copy = try target.directory(temporary)
            try self.copy(original, to: copy)
            guard try matches(original, copy) else {
                throw SystemError(code: EIO, call: "compare", subject: copy.label)
            }
            do {
                try target.rename(temporary, to: target, place, replacing: true)
            } catch  where error.isOccupied {
                try target.removeTree(temporary)
                return false
            }
            try (place.parent.isEmpty ? target : target.directory(place.parent)).sync()
        }
        // Under another name, so that what a crash leaves of it is not taken for the originals.
        try source.removeTree(Self.copied)
        try source.rename(tree, to: source, Self.copied, replacing: true)
        try source.sync()
        try source.removeTree(Self.copied)
        return true
    }

    private func occupant() throws(SystemError) -> Directory? {
        do { return try target.directory(place) } catch  where error.isNotFound { return nil }
    }

    // MARK: Copying

    private func copy(_ from: Directory, to: Directory) throws {
        for entry in try from.entries() {
            let status = try from.status(entry.name)
            switch status.kind {
            case .directory:
                try to.makeDirectory(entry.name, mode: 0o700)
                try copy(from.directory(entry.name), to: to.directory(entry.name))
            case .file: try copyFile(entry.name, status, from: from, to: to)
            case .symlink: try copyLink(entry.name, from: from, to: to)
            case .fifo, .socket, .device: try copyNode(entry.name, status, to: to)
            }
        }
        try keepState(of: from.status(), on: to.descriptor, label: to.label)
        try to.sync()
    }

    private func copyFile(_ name: BytePath, _ status: FileStatus, from: Directory, to: Directory) throws {
        let input = try from.openForReading(name)
        let output = try to.create(name, mode: 0o600)
        while true {
            let bytes = try input.read(Limits.publishedChunkBytes)
            try output.write(bytes)
            if bytes.count < Limits.publishedChunkBytes { break }
        }
        try keepState(of: status, on: output.descriptor, label: output.label)
        try output.sync()
    }

    private func copyLink(_ name: BytePath, from: Directory, to: Directory) throws {
        let link = try link(name, in: from)
        let made = withCString(link) { link in withCString(name.bytes) { symlinkat(link, to.descriptor, $0) } }
        guard made == 0 else { throw SystemError(code: errno, call: "symlink", subject: to.label) }
    }

    private func copyNode(_ name: BytePath, _ status: FileStatus, to: Directory) throws {
        let type = status.kind == .fifo ? S_IFIFO : status.kind == .socket ? S_IFSOCK : S_IFCHR
        let made = withCString(name.bytes) { mknodat(to.descriptor, $0, type | status.mode, 0) }
        guard made == 0 else { throw SystemError(code: errno, call: "mknod", subject: to.label) }
    }

    /// Gives a copy the mode and times of its original, and its owner where that is allowed.
    private func keepState(of status: FileStatus, on descriptor: Int32, label: String) throws {
        _ = fchown(descriptor, status.owner, status.group)
        let nanoseconds: Int64 = 1_000_000_000
        let modified = timespec(
            tv_sec: Int(status.signature.modified / nanoseconds), tv_nsec: Int(status.signature.modified % nanoseconds))
        guard fchmod(descriptor, status.mode) == 0, futimens(descriptor, [modified, modified]) == 0 else {
            throw SystemError(code: errno, call: "fchmod", subject: label)
        }
    }

    // MARK: Comparing

    private func matches(_ left: Directory, _ right: Directory) throws -> Bool {
        let names = try left.entries().map(\.name).sorted()
        guard try names == right.entries().map(\.name).sorted() else { return false }
        for name in names {
            let kind = try left.status(name).kind
            guard try right.status(name).kind == kind else { return false }
            switch kind {
            case .directory:
                guard try matches(left.directory(name), right.directory(name)) else { return false }
            case .file:
                guard try sha256(of: name, in: left) == sha256(of: name, in: right) else { return false }
            case .symlink:
                guard try link(name, in: left) == link(name, in: right) else { return false }
            case .fifo, .socket, .device: break
            }
        }
        return true
    }

    private func sha256(of name: BytePath, in directory: Directory) throws -> [UInt8] {
        let file = try directory.openForReading(name)
        return try Digest.sha256 { try file.read(Limits.publishedChunkBytes) }
    }

    private func link(_ name: BytePath, in directory: Directory) throws -> [UInt8] {
        let limit = Int(PATH_MAX)
        var target = [CChar](repeating: 0, count: limit)
        let length = withCString(name.bytes) { readlinkat(directory.descriptor, $0, &target, limit) }
        guard length >= 0 else { throw SystemError(code: errno, call: "readlink", subject: directory.label) }
        return target.prefix(length).map { UInt8(bitPattern: $0) }
    }

    private func withCString<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        body(bytes.map { CChar(bitPattern: $0) } + [0])
    }
}

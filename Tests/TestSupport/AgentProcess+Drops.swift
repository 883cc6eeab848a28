import Foundation
import Glibc
import Linux
import Model

extension AgentProcess {
    /// Writes a tree outside the inbox and renames it in, as a person moves a finished directory.
    public func drop(_ name: String, _ tree: FileTree) throws {
        let prepared = try prepare(UUID().uuidString, tree)
        try giveToUploader(prepared)
        try move(prepared, to: "\(inbox)/\(name)")
    }

    /// Writes a tree into `incoming`, outside the inbox but on its file system; its absolute path.
    @discardableResult
    public func prepare(_ name: String, _ tree: FileTree) throws -> String {
        let path = "\(place)/incoming/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try tree.write(below: path)
        return path
    }

    /// Renames one finished file into the inbox.
    public func dropFile(_ name: String, _ bytes: [UInt8]) throws {
        let prepared = "\(place)/incoming/\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: prepared))
        try giveToUploader(prepared)
        try move(prepared, to: "\(inbox)/\(name)")
    }

    /// Opens a file below the inbox for writing, in place, making the directories above it; closed when dropped.
    public func openInPlace(_ path: String) throws -> File {
        let inbox = try Directory(path: self.inbox)
        let path = BytePath(path)
        if !path.parent.isEmpty { try makeInPlace(path.parent, in: inbox) }
        let file = try inbox.create(path, mode: 0o666)
        try giveToUploader("\(self.inbox)/\(path.display)")
        return file
    }

    /// Makes a directory below the inbox, in place.
    public func makeInPlace(_ path: String) throws {
        try makeInPlace(BytePath(path), in: Directory(path: inbox))
    }

    /// Copies a tree into the inbox file by file, as a copy from another disk does.
    public func copyInPlace(_ name: String, _ tree: FileTree) throws {
        try makeInPlace(name)
        try tree.write(below: "\(inbox)/\(name)")
        try giveToUploader("\(inbox)/\(name)")
    }

    /// The outbox directory of a batch, whether it exists yet or not.
    public func batch(_ name: String) -> PublishedBatch { PublishedBatch(path: "\(outbox)/\(name)") }

    /// Waits until a batch has its final status; with `word`, throws when it is another one.
    @discardableResult
    public func finished(
        _ name: String, as word: String? = nil, within limit: Duration = .seconds(60)
    ) async throws -> PublishedBatch {
        let batch = batch(name)
        try await eventually("the end of \(name)", within: limit) { batch.isFinal }
        if let word, batch.word != word { throw WrongEnd(description: "\(name) is \(batch.word):\n\(batch.text)") }
        return batch
    }

    /// Waits until a batch has a status.
    @discardableResult
    public func reaches(
        _ word: String, _ name: String, within limit: Duration = .seconds(60)
    ) async throws -> PublishedBatch {
        let batch = batch(name)
        try await eventually("\(name) being \(word)", within: limit) { batch.word == word }
        return batch
    }

    /// Makes an empty control file of a batch, as any program of any system does.
    public func control(_ name: String, _ word: String) throws {
        try Data().write(to: URL(fileURLWithPath: "\(outbox)/\(name)/control/\(word)"))
    }

    /// Names in the inbox that count: without those of the agent's own probes.
    public var inboxNames: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: inbox)) ?? []).filter { !$0.hasPrefix(".") }
    }

    private func makeInPlace(_ path: BytePath, in inbox: Directory) throws {
        let existed = inbox.contains(path.first)
        try inbox.makeDirectories(path, mode: 0o777)
        if !existed { try giveToUploader("\(self.inbox)/\(path.first.display)") }
    }

    private func move(_ source: String, to target: String) throws {
        if Glibc.rename(source, target) < 0 { throw SystemError(code: errno, call: "rename", subject: target) }
    }
}

/// A batch ended with another status than the test needs.
public struct WrongEnd: Error, CustomStringConvertible {
    public let description: String
}

extension AgentProcess {
    /// Makes the folder and state the agent's own, and lets it read and move what others put into the inbox.
    func giveToAgent() throws {
        guard let user = options.agent else { return }
        try Self.execute("/usr/bin/chown", ["-R", "\(user.uid):\(user.gid)", root, "\(place)/state", "\(place)/logs"])
        try Self.execute("/usr/bin/chmod", ["0777", inbox])
        if !options.privateUploads {
            try Self.execute(
                "/usr/bin/setfacl", ["-m", "u:\(user.name):rwX", "-m", "d:u:\(user.name):rwX", inbox])
        }
    }

    /// Makes a dropped tree the uploader's, with the rights for the agent that the recipes in etc/ set up.
    private func giveToUploader(_ path: String) throws {
        guard let uploader = TestUser.uploader, let agent = options.agent else { return }
        try Self.execute("/usr/bin/chown", ["-R", "-h", "\(uploader.uid):\(uploader.gid)", path])
        if options.privateUploads {
            try Self.execute("/usr/bin/chmod", ["-R", "u=rwX,g=X,o=X", path])
            try Self.execute("/usr/bin/find", [path, "-type", "d", "-exec", "chmod", "0755", "{}", "+"])
        } else {
            try Self.execute("/usr/bin/setfacl", ["-R", "-m", "u:\(agent.name):rwX", path])
        }
    }

    /// Runs a small program to its end.
    public static func execute(_ executable: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            throw SystemError(
                code: process.terminationStatus, call: executable, subject: arguments.joined(separator: " "))
        }
    }
}

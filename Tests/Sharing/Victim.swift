import Foundation
import Glibc
import Model
import TestSupport

/// A file and a directory outside the root that planted links lead to; the agent must never touch them.
struct Victim {
    let directory: String
    let file: String
    private static let content = Data("untouched\n".utf8)

    /// Makes them beside the root of an agent, on its file system, and the agent's own.
    init(beside agent: AgentProcess) throws {
        directory = "\(agent.place)/victim"
        file = "\(directory)/file"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        try Self.content.write(to: URL(fileURLWithPath: file))
    }

    /// Throws when something was written, changed, added or removed.
    func checkUntouched() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        try check(names == ["file"], "the victim holds \(names)")
        let found = FileManager.default.contents(atPath: file)
        try check(found == Self.content, "the victim was written: \(String(decoding: found ?? Data(), as: UTF8.self))")
        var status = stat()
        try check(lstat(file, &status) == 0 && status.st_mode & 0o777 == 0o644, "the victim's mode was changed")
    }

    /// Puts a link in the place of whatever lies there.
    static func plant(_ target: String, at path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }
}

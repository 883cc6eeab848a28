import Foundation
import TestSupport

extension AgentProcess.Options {
    /// For a test that mostly waits for a writer.
    static func patient(_ lines: String...) -> Self {
        var options = Self()
        let keys = Set(lines.map { $0.prefix { $0 != ":" } })
        options.folder.removeAll { keys.contains($0.prefix { $0 != ":" }) }
        options.folder += lines
        options.isPatient = true
        return options
    }
}

extension AgentProcess {
    /// Writes the first file of an upload to `incoming/sent`; its absolute path.
    func prepare(_ upload: Upload) throws -> String {
        let path = "\(place)/incoming/sent"
        try Data(upload.files.values.first ?? []).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Size of a file in the inbox; nil while there is none.
    func inboxSize(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: "\(inbox)/\(path)"))?[.size] as? Int
    }
}

import Settings
import Testing

/// Small configurations for tests.
enum SettingsSample {
    /// A valid file of one folder; lines of the caller come after line 2 and after line 6 of the result.
    static func text(agent: String? = nil, folder: String? = nil) -> String {
        """
        version: 1
        state_dir: /var/lib/dropmill
        \(agent.map { $0 + "\n" } ?? "")folders:
          - name: letters
            root: /srv/letters
            job: {type: parse_v2}
        \(folder.map { "    " + $0 + "\n" } ?? "")
        """
    }

    /// What is wrong with a text.
    static func problems(_ text: String, file: String = "dropmill.yaml") -> [SettingsProblem] {
        do {
            _ = try SettingsDocument.parse(text, file: file)
            return []
        } catch {
            return error.problems
        }
    }
}

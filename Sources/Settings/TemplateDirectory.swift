import Linux
import Model

/// Reads the templates that a saved configuration of type `extract_v2` names as a directory.
enum TemplateDirectory {
    /// The configuration with its templates; a relative path is beside the file of the configuration.
    static func fill(_ configuration: SavedConfiguration, from file: String) throws(SettingsError) -> SavedConfiguration
    {
        guard configuration.type == .extract, let named = configuration.parameters["templates"]?.string else {
            return configuration
        }
        let path = named.hasPrefix("/") ? named : SettingsText.directory(of: file) + "/" + named
        var filled = configuration
        for name in try names(in: path, namedBy: file) {
            let content = try SettingsText.value(of: try SettingsText.read(path + "/" + name), file: path + "/" + name)
            filled.templates.append(SavedConfiguration.Template(name: name, content: content.json))
        }
        return filled
    }

    private static func names(in path: String, namedBy file: String) throws(SettingsError) -> [String] {
        let entries: [DirectoryEntry]
        do throws(SystemError) {
            entries = try Directory(path: path).entries(limit: Limits.templates + 1)
        } catch {
            throw SettingsError(
                SettingsProblem(
                    code: .notFound,
                    message: "`parameters.templates` is \(printable(path)), which cannot be read: \(error.reason)",
                    file: file))
        }
        let names = entries.compactMap(\.name.utf8).filter { name in
            !name.hasPrefix(".") && [".yml", ".yaml"].contains { name.hasSuffix($0) }
        }
        guard names.count <= Limits.templates else {
            throw SettingsError(
                SettingsProblem(
                    code: .notAllowed, message: "\(printable(path)) has more than \(Limits.templates) templates",
                    file: file))
        }
        return names.sorted()
    }
}

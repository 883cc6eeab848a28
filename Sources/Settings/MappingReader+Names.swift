import Model

extension MappingReader {
    /// An absolute path without `.`, `..`, double and trailing slashes.
    func absolutePath(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        guard text.utf8.first == UInt8(ascii: "/") else {
            let reason = text.hasPrefix("~") ? " (`~` is not expanded)" : ""
            refuse(key, .notAllowed, mustBe: "an absolute path\(reason)")
            return nil
        }
        return normalized(text, key)
    }

    /// A path that may also be relative to the directory of the file.
    func path(_ key: String, relativeTo directory: String) -> String? {
        guard let text = text(key) else { return nil }
        if text.hasPrefix("/") || text.hasPrefix("~") { return absolutePath(key) }
        return directory + "/" + text
    }

    private func normalized(_ text: String, _ key: String) -> String? {
        let steps = text.split(separator: "/").filter { $0 != "." }
        guard !steps.contains(".."), !text.utf8.contains(0), text.utf8.count <= Limits.pathBytes, !steps.isEmpty else {
            refuse(key, .notAllowed, mustBe: "a path below / without `..`, at most \(Limits.pathBytes) bytes long")
            return nil
        }
        return "/" + steps.joined(separator: "/")
    }

    /// The name of a folder or the id of a configuration.
    func identifier(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        if ChosenIdentifier.isValid(text) { return text }
        refuse(key, .notAllowed, mustBe: ChosenIdentifier.rule)
        return nil
    }

    /// One name of a directory entry.
    func entryName(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        if Self.isEntryName(text) { return text }
        refuse(key, .notAllowed, mustBe: "one file name without a slash")
        return nil
    }

    /// A mode that leaves the agent itself at least the `least` bits.
    func mode(_ key: String, atLeast least: UInt32, default fallback: UInt32) -> UInt32 {
        guard let value = value(key) else { return fallback }
        guard let mode = Quantity.mode(value.json) else {
            refuse(key, .wrongType, mustBe: "an octal mode in quotes such as \"0\(String(fallback, radix: 8))\"")
            return fallback
        }
        if mode & least != least {
            refuse(
                key, .notAllowed,
                mustBe: "a mode with at least \(String(least, radix: 8)), so that the agent can use what it wrote")
        }
        if mode & Self.writableByAll != 0 {
            refuse(key, .notAllowed, mustBe: "a mode that does not let everybody write results")
        }
        return mode
    }

    private static let writableByAll: UInt32 = 0o002

    /// A list of formats of exports.
    func exports(_ key: String) -> [ExportFormat] {
        texts(key, of: "formats (\(ExportFormat.names))", accept: { ExportFormat(named: $0) != nil })
            .compactMap(ExportFormat.init(named:))
    }

    /// True for a name or pattern of one directory entry.
    static func isEntryName(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...255).contains(bytes.count) && !bytes.contains(UInt8(ascii: "/")) && !bytes.contains(0)
            && text != "." && text != ".."
    }
}

import Crypto
import Glibc
import Linux
import Model
import Publish
import Settings
import Store

/// What somebody who helps needs to know of an agent: no document, nothing that was read in one, and no secret.
public struct Diagnosis {
    /// What goes into it.
    public struct Choices: Sendable {
        /// Also messages, warnings and titles, which may repeat what stands in documents.
        public var withText = false
        /// Names of files and batches as marks.
        public var hashesNames = false

        public init() {}
    }

    let loaded: LoadedSettings
    let choices: Choices
    let names: ShownNames
    let redaction: Redaction
    private let now = Clock.now()
    private static let keyBytes = 32

    /// Of an agent with these settings.
    public init(_ loaded: LoadedSettings, _ choices: Choices) {
        self.loaded = loaded
        self.choices = choices
        var generator = SystemRandomNumberGenerator()
        // Thrown away with the program: nobody finds out by trying what a mark stands for.
        let key = (0..<Self.keyBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        names = ShownNames(hashedWith: choices.hashesNames ? key : nil)
        redaction = Redaction(key: key)
    }

    /// The files, and one of them that lists the others; with those of one batch where it is named.
    public func files(about batch: String? = nil) throws -> [(name: String, bytes: [UInt8])] {
        var files = [
            ("versions.json", Self.pretty(versions)),
            ("doctor.json", Self.pretty(["findings": .array(Doctor(loaded.settings).findings().map(\.json))])),
            ("configuration.json", Self.pretty(configuration)),
        ]
        if let store = try AgentPaths.readStore(of: loaded.settings) {
            let path = AgentPaths.store(in: loaded.settings.stateDirectory)
            defer { store.close() }
            files += try self.files(of: store, at: path, batch)
        }
        if !names.areHashed, let log = Journal.lastLines() { files.append(("log.txt", log)) }
        return [("README.txt", Array(contents(of: files.map(\.0)).utf8))] + files
    }

    /// The same as one file to send.
    public func archive(_ files: [(name: String, bytes: [UInt8])], isCompressed: Bool) -> [UInt8] {
        var archive = TarArchive()
        for file in files { archive.add("dropmill-diagnosis/" + file.name, file.bytes, modified: now) }
        return isCompressed ? GzipFile.bytes(of: archive.bytes) : archive.bytes
    }

    private func contents(of names: [String]) -> String {
        """
        A diagnosis of \(Product.name) \(Product.version), made at \(now).

        In it: \(names.joined(separator: ", ")).
        Not in it: documents, results, passwords and keys. \
        \(choices.withText
            ? "Messages, warnings and titles are in it, which may repeat what stands in documents."
            : "Messages and titles, which may repeat what stands in documents, are left out (--with-text).")
        Names of files and batches are \(self.names.areHashed ? "replaced by marks" : "in it (--hash-names replaces them)").
        Look through it before you send it.

        """
    }

    private var versions: JSONValue {
        var system = utsname()
        uname(&system)
        let kernel = withUnsafeBytes(of: &system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let machine = withUnsafeBytes(of: &system.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let release = (try? Directory(path: "/etc").contents(of: BytePath("os-release"), limit: 1 << 16)) ?? []
        return [
            "product": .string(Product.name), "version": .string(Product.version), "made_at": .string(now.description),
            "kernel": .string(kernel), "machine": .string(machine),
            "system": .string(String(decoding: release, as: UTF8.self)), "cores": .integer(Int64(Processors.count)),
            "memory_bytes": .integer(MachineMemory.bytes), "user": .string(UserName.current),
        ]
    }

    private var configuration: JSONValue {
        let saved = loaded.settings.configurations.sorted { $0.key < $1.key }.map { id, configuration in
            [
                "id": .string(id), "type": .string(configuration.type.rawValue),
                "parameters": redaction.apply(to: .object(configuration.parameters)),
            ] as JSONValue
        }
        return [
            "file": .string(loaded.file), "written": redaction.apply(to: loaded.written),
            "warnings": .strings(loaded.warnings.map { "\($0)" }), "saved_configurations": .array(saved),
        ]
    }

    static func pretty(_ value: JSONValue) -> [UInt8] { JSONWriter.bytes(of: value, style: .pretty) + [0x0A] }

    static func lines(_ values: [JSONValue]) -> [UInt8] { values.flatMap { JSONWriter.bytes(of: $0) + [0x0A] } }
}

/// The log of the agent where systemd keeps it.
private enum Journal {
    private static let program = "/usr/bin/journalctl"
    private static let bytes = 512 << 10

    /// The last lines of the unit; nil where there is no journal.
    static func lastLines() -> [UInt8]? {
        guard access(program, X_OK) == 0,
            let stream = popen("\(program) --unit dropmill --lines 500 --no-pager --quiet 2>/dev/null", "r")
        else { return nil }
        var text = [UInt8](repeating: 0, count: bytes)
        let count = fread(&text, 1, text.count, stream)
        pclose(stream)
        return count > 0 ? Array(text.prefix(count)) : nil
    }
}

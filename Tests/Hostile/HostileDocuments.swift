import Foundation
import Model
import TestSupport

/// What `make_documents.py` writes, and what a sound program does with each document.
struct HostileDocuments {
    /// Absolute path of the directory.
    let path: String
    /// By name: `reads`, `fails`, `either` or the code it fails with.
    let expectations: [String: String]

    /// Takes seconds each, until the deadline or because it is large: left out of the short run.
    private static let costly: Set = [
        "deep-objects.json", "endless-content.pdf", "endless-map.pdf", "exponential-forms.pdf", "fences.md", "line.txt",
        "marks.md", "one-word-bomb.pdf", "quotes.csv", "same-keys.json", "tall.csv", "wide.csv",
    ]

    /// Writes the documents into a new directory, those that take long only on request.
    init(writingTo path: String, costly: Bool) throws {
        self.path = path
        var lines = String(decoding: try Self.generate([path]), as: UTF8.self).split(separator: "\n")
        if !costly {
            for name in Self.costly { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
            lines.removeAll { Self.costly.contains(String($0.prefix { $0 != "\t" })) }
        }
        expectations = Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let fields = line.split(separator: "\t")
                return (String(fields[0]), String(fields[1]))
            })
    }

    /// Honest documents to start from, by reader.
    static func seeds(in directory: String) throws -> [(reader: String, document: [UInt8])] {
        _ = try generate(["--seeds", directory])
        return try FileManager.default.contentsOfDirectory(atPath: directory).sorted().flatMap { reader in
            try FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(reader)").sorted().map { name in
                (reader, Array(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(reader)/\(name)"))))
            }
        }
    }

    /// What is wrong with the end of a document; nil when it is one that was to be expected.
    func problem(with result: JSONValue) -> String? {
        let name = result["path"]?.string ?? ""
        let state = result["state"]?.string ?? ""
        let code = result["error"]?["code"]?.string
        // A busy machine may run out of time with anything, but with nothing that is refused at a glance.
        let isExpected =
            switch expectations[name] {
            case nil, "either": ["succeeded", "partial", "failed"].contains(state)
            case "reads": state == "succeeded" || code == "timeout"
            case "fails": state == "failed"
            case let wanted?: code == wanted
            }
        if !isExpected { return "\(name) is \(state) (\(code ?? "no code"))" }
        // Only the libraries that read PDF may crash; what is ours may not.
        if code == "worker_crashed", !name.hasSuffix(".pdf") { return "\(name) crashed its worker" }
        if code == "processing_error", !name.hasSuffix(".pdf") { return "\(name): \(result["error"] ?? .null)" }
        return nil
    }

    private static func generate(_ arguments: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "\(repositoryRoot)/Tests/Hostile/make_documents.py"] + arguments
        process.standardOutput = output
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return printed
    }
}

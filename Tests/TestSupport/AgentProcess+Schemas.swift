import Foundation

extension AgentProcess {
    /// Names of the batch directories in the outbox.
    public var batchNames: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: outbox)) ?? [])
            .filter { $0 != "STATUS.txt" && !$0.hasPrefix(".") }.sorted()
    }

    /// Every published JSON file of the final batches against its schema in etc/schemas; problems as sentences.
    func schemaProblems() -> [String] {
        Self.schemaProblems(of: finalBatches)
    }

    /// Every published JSON file of some batches against its schema in etc/schemas; problems as sentences.
    public static func schemaProblems(of batches: [PublishedBatch]) -> [String] {
        if batches.isEmpty { return [] }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", script, "\(repositoryRoot)/etc/schemas"] + batches.map(\.path)
        process.standardOutput = output
        process.standardError = output
        do {
            try process.run()
            let text = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        } catch {
            return ["the schema check did not run: \(error)"]
        }
    }

    /// Prints one line per problem; every file of a kind that must exist is there by other checks.
    private static let script = """
        import json, os, sys
        from jsonschema import Draft202012Validator

        def validator(name):
            with open(os.path.join(sys.argv[1], name + ".schema.json")) as file:
                return Draft202012Validator(json.load(file))

        whole = {"status.json": "status", "config.json": "config", "batch.json": "batch", "summary.json": "summary",
                 "document.json": "document"}
        lines = {"results.jsonl": "result", "errors.jsonl": "error", "events.jsonl": "event"}
        checks = {name: validator(name) for name in {*whole.values(), *lines.values()}}

        def check(kind, text, place):
            for error in checks[kind].iter_errors(json.loads(text)):
                print(f"{place} against {kind}: {error.json_path}: {error.message[:200]}")

        for top in sys.argv[2:]:
            for directory, _, names in os.walk(os.fsencode(top)):
                for name in map(os.fsdecode, names):
                    path = os.path.join(os.fsdecode(directory), name)
                    if name not in whole and name not in lines:
                        continue
                    if os.path.relpath(path, top).startswith(("source/", "files/")) != (name == "document.json"):
                        continue
                    with open(os.fsencode(path), "rb") as file:
                        texts = [file.read()] if name in whole else file.read().splitlines()
                    for text in texts:
                        check((whole | lines)[name], text, ascii(path))
        """
}

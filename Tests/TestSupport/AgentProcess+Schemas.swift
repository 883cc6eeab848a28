import Foundation

extension AgentProcess {
    /// Names of the batch directories in the outbox.
    public var batchNames: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: outbox)) ?? [])
            .filter { $0 != "STATUS.txt" && $0 != "index.html" && !$0.hasPrefix(".") }.sorted()
    }

    /// Every published JSON file of the outbox against its schema in etc/schemas; problems as sentences.
    func schemaProblems() -> [String] {
        Self.schemaProblems(of: batchNames.map(batch))
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

        whole = {"status.json": "status", "config.json": "config", "batch.json": "batch", "summary.json": "summary"}
        lines = {"results.jsonl": "result", "errors.jsonl": "result", "events.jsonl": "event"}
        checks = {name: validator(name) for name in {*whole.values(), *lines.values(), "document", "tags", "extract.meta",
                  "embedding", "words"}}

        def check(kind, text, path):
            for error in checks[kind].iter_errors(json.loads(text)):
                print(f"{ascii(path)} against {kind}: {error.json_path}: {error.message[:200]}")

        def content(path):
            with open(path, "rb") as file:
                return file.read()

        for top in map(os.fsencode, sys.argv[2:]):
            for name, kind in whole.items():
                path = os.path.join(top, name.encode())
                if os.path.exists(path):
                    check(kind, content(path), path)
            for name, kind in lines.items():
                path = os.path.join(top, name.encode())
                # A line that is still being written is left out.
                for line in content(path).rpartition(b"\\n")[0].splitlines() if os.path.exists(path) else []:
                    check(kind, line, path)
            for directory, _, names in os.walk(os.path.join(top, b"files")):
                for kind in ("document", "tags", "extract.meta", "embedding"):
                    path = os.path.join(directory, kind.encode() + b".json")
                    if os.path.isfile(path):
                        check(kind, content(path), path)
                path = os.path.join(directory, b"words.jsonl")
                for line in content(path).splitlines() if os.path.isfile(path) else []:
                    check("words", line, path)
        """
}

import Foundation

/// What a JSON Schema of `etc/schemas` says about a file; empty when the file is valid.
///
/// `lines` checks every line of a `.jsonl` file on its own. Uses python3-jsonschema, which Debian packages.
public func schemaProblems(of file: String, schema: String, lines: Bool = false) throws -> String {
    let schemas = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "etc/schemas/\(schema).schema.json")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", validator, schemas.path, file, lines ? "lines" : "whole"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text : "validator failed: \(text)"
}

private let validator = """
    import json, sys, jsonschema
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    with open(sys.argv[2], encoding="utf-8") as file:
        documents = [json.loads(line) for line in file] if sys.argv[3] == "lines" else [json.load(file)]
    for number, document in enumerate(documents):
        for error in check.iter_errors(document):
            print(number, list(error.absolute_path), error.message)
    """

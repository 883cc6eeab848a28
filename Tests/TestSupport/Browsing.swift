import Foundation
import Model

/// What a page did while a browser took steps with it.
public struct Browsed: Sendable {
    /// What each step found; null for most kinds.
    public let results: [JSONValue]
    /// What the page wrote to the console, violations of its policy included.
    public let console: [String]
    /// Every address the page asked for.
    public let requests: [String]
}

/// Opens a file in headless Chromium and takes steps with it; `Programs/browse` says which there are.
public func browse(_ path: String, _ steps: [JSONValue]) throws -> Browsed {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium") else { throw NoBrowser() }
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: repositoryRoot + "/Tests/TestSupport/Programs/browse")
    process.arguments = [URL(filePath: path).absoluteString]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(JSONWriter.bytes(of: .array(steps))))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let found = try JSONParser.parse(Array(answer))
    return Browsed(
        results: found["results"]?.array ?? [], console: found["console"]?.array?.compactMap(\.string) ?? [],
        requests: found["requests"]?.array?.compactMap(\.string) ?? [])
}

/// The tests of pages for people need a browser.
struct NoBrowser: Error, CustomStringConvertible {
    var description: String { "/usr/bin/chromium is missing: apt-get install chromium" }
}

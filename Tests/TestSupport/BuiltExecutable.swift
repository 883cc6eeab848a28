import Foundation

/// Path of an executable of the package, built beside the running test bundle.
///
/// `DROPMILL_TEST_BINARIES` names another directory, for runs as a user who cannot read the build directory.
public func builtExecutable(_ name: String) throws -> String {
    let directory = ProcessInfo.processInfo.environment["DROPMILL_TEST_BINARIES"] ?? buildDirectory
    let path = directory + "/" + name
    guard FileManager.default.isExecutableFile(atPath: path) else { throw NotBuilt(path: path) }
    return path
}

/// The top of the checkout, found from where this file was compiled.
public let repositoryRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

private var buildDirectory: String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
}

/// An executable the tests need is not where the build puts it.
public struct NotBuilt: Error, CustomStringConvertible {
    let path: String
    public var description: String { "\(path) is missing: run `swift build --build-tests` first" }
}

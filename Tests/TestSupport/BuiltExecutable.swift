import Foundation

/// The absolute path of an executable of this package, built beside the running tests.
public func builtExecutable(_ name: String) throws -> String {
    let running = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let directories = [CommandLine.arguments[0], running].map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    for directory in directories {
        let path = directory.appendingPathComponent(name).path
        if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw MissingExecutable(name: name)
}

/// An executable is not beside the tests; the test target has to depend on it.
public struct MissingExecutable: Error {
    public let name: String
}

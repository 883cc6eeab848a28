import Foundation
import TestSupport
import Testing

/// The rules of Sources/README.md, checked against the files.
struct ArchitectureTests {
    @Test func importsFollowTheTable() throws {
        let sources = try SourceTree.sources()
        #expect(!sources.isEmpty)
        for file in sources {
            guard let allowed = DependencyTable.allowed[file.target] else {
                Issue.record("\(file.path): the target \(file.target) is not in the dependency table")
                continue
            }
            let system = file.target == "Model" ? [] : DependencyTable.system
            let foreign = Set(file.imports).subtracting(allowed).subtracting(system)
            #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
        }
    }

    @Test func mapNamesEveryTarget() throws {
        let map = try String(contentsOfFile: repositoryRoot + "/Sources/README.md", encoding: .utf8)
        for target in Set(try SourceTree.sources().map(\.target)) {
            let isNamed = map.contains("`\(target)`")
            #expect(isNamed, "Sources/README.md has no line about \(target)")
        }
    }

    @Test func noFileIsTooLong() throws {
        for file in try SourceTree.sources() {
            #expect(file.lines.count <= 301, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func topLevelHoldsOnlyWhatTheDesignNames() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: repositoryRoot).filter { !$0.hasPrefix(".") }
        #expect(Set(names).subtracting(DependencyTable.topLevel) == [])
    }

    @Test func agentIsNotLinkedWithParsers() throws {
        let libraries = try linkedLibraries(of: "dropmill")
        #expect(libraries.contains("libc.so"))
        for parser in DependencyTable.parserLibraries {
            #expect(!libraries.contains(parser), "dropmill is linked with \(parser)")
        }
    }

    @Test func workerIsLinkedWithNeitherDatabaseNorNetwork() throws {
        let libraries = try linkedLibraries(of: "dropmill-worker")
        #expect(libraries.contains("libpoppler-glib"))
        #expect(!libraries.contains("libsqlite3"))
    }

    private func linkedLibraries(of executable: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ldd")
        process.arguments = [try builtExecutable(executable)]
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}

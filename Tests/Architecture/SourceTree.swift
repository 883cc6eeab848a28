import Foundation
import TestSupport

/// One Swift file of the package.
struct SourceFile {
    /// Path below the top of the checkout.
    let path: String
    /// Name of the target it belongs to.
    let target: String
    let lines: [Substring]

    /// The modules it imports, attributes and import kinds left out.
    var imports: [String] {
        lines.compactMap { line in
            guard let match = line.firstMatch(of: Self.importLine) else { return nil }
            return String(match.1)
        }
    }

    nonisolated(unsafe) private static let importLine =
        /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|let|var|typealias)\s+)?(\w+)/
}

/// The Swift files of the checkout, read once per test.
enum SourceTree {
    /// Every file below Sources.
    static func sources() throws -> [SourceFile] {
        try files(below: "Sources").map { path in
            let parts = path.split(separator: "/")
            let isBinding = parts[1] == "Bindings"
            return SourceFile(
                path: path, target: String(parts[isBinding ? 2 : 1]),
                lines: try String(contentsOfFile: repositoryRoot + "/" + path, encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    private static func files(below directory: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: repositoryRoot + "/" + directory)
            .filter { $0.hasSuffix(".swift") }.map { directory + "/" + $0 }.sorted()
    }
}

import Foundation
import TestSupport
import Testing

/// The table of all features in etc/doc is whole, and every test it names exists.
struct FeatureTableTests {
    @Test func theTableHasEveryRowOnce() throws {
        #expect(try Self.rows().map(\.number) == Array(1...160))
    }

    @Test func everyRowIsProvedOrSaysWhyNot() throws {
        for row in try Self.rows() {
            #expect(!row.what.isEmpty && !row.pages.isEmpty, "row \(row.number) says neither what nor where")
            let isAnswered = !row.tests.isEmpty || !row.reason.isEmpty
            #expect(isAnswered, "row \(row.number) has neither a test nor a reason")
        }
    }

    @Test func everyTestThatIsNamedExists() throws {
        let tests = try Self.tests()
        for row in try Self.rows() {
            for test in row.tests where !test.hasPrefix("Tests/Benchmarks/") {
                let isThere = tests.contains(test)
                #expect(isThere, "row \(row.number) names \(test), which is not in Tests")
            }
            for script in row.tests where script.hasPrefix("Tests/Benchmarks/") {
                let isThere = FileManager.default.fileExists(atPath: repositoryRoot + "/" + script)
                #expect(isThere, "row \(row.number) names \(script), which is missing")
            }
        }
    }

    @Test func linksBetweenThePagesLeadSomewhere() throws {
        let pages = ["README.md"] + (try names(in: "etc/doc").filter { $0.hasSuffix(".md") }.map { "etc/doc/" + $0 })
        for page in pages {
            let text = try String(contentsOfFile: repositoryRoot + "/" + page, encoding: .utf8)
            let folder = page.contains("/") ? "etc/doc/" : ""
            for link in text.matches(of: /\]\((?!https?:|#)([^)#\s]+)[^)]*\)/) {
                let target = folder + String(link.1)
                let isThere = FileManager.default.fileExists(atPath: repositoryRoot + "/" + target)
                #expect(isThere, "\(page) links to \(link.1), which is missing")
            }
        }
    }

    private func names(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: repositoryRoot + "/" + directory)
    }
}

extension FeatureTableTests {
    /// One line of the table.
    private struct Row {
        let number: Int
        let what: String
        let pages: String
        /// `Folder/Suite/test`, as written between backticks.
        let tests: [String]
        /// Why there is no test, or not all is there.
        let reason: String
    }

    private static func rows() throws -> [Row] {
        let text = try String(contentsOfFile: repositoryRoot + "/etc/doc/features.md", encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard cells.count == 7, let number = Int(cells[1]) else { return nil }
            let tests = cells[4].matches(of: /`([^`]+)`/).map { String($0.1) }
            return Row(number: number, what: cells[2], pages: cells[3], tests: tests, reason: cells[5])
        }
    }

    /// Every test below Tests as `Folder/Suite/test`; names in backticks without them.
    private static func tests() throws -> Set<String> {
        var found: Set<String> = []
        let root = repositoryRoot + "/Tests"
        for path in try FileManager.default.subpathsOfDirectory(atPath: root) where path.hasSuffix("Tests.swift") {
            let folder = path.prefix { $0 != "/" }
            var suite = ""
            var isTest = false
            for line in try String(contentsOfFile: root + "/" + path, encoding: .utf8).split(separator: "\n") {
                if let match = line.firstMatch(of: /^(?:@Suite.*\s)?(?:struct|final class|extension|enum) (\w+)/) {
                    suite = String(match.1)
                }
                if line.contains("@Test") { isTest = true }
                guard isTest, let match = line.firstMatch(of: /func (?:`([^`]+)`|(\w+))/) else { continue }
                found.insert("\(folder)/\(suite)/\(match.1 ?? match.2 ?? "")")
                isTest = false
            }
        }
        return found
    }
}

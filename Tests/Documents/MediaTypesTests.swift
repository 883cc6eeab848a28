import Foundation
import Model
import TestSupport
import Testing

@testable import Documents

@Suite struct MediaTypesTests {
    /// Rewritten when DROPMILL_GOLDEN is set.
    @Test func theTableForPeopleIsThatOfTheCode() throws {
        let path = repositoryRoot + "/etc/media-types.md"
        if ProcessInfo.processInfo.environment["DROPMILL_GOLDEN"] != nil {
            try Self.document.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.document)
    }

    @Test func everyNameLeadsToOneType() {
        let rows = Self.rows(of: MediaTypes.aliasLines)
        let types = Set(rows.map { $0[0] })
        let aliases = rows.flatMap { $0.dropFirst() }
        #expect(types.count == rows.count)
        #expect(Set(aliases).count == aliases.count)
        #expect(types.isDisjoint(with: aliases))
        for row in rows {
            for alias in row { #expect(MediaTypes.canonical(alias.uppercased() + "; charset=utf-8") == row[0]) }
        }
    }

    /// Some models are registered among the applications.
    @Test(arguments: [
        ("application/vnd.autodesk.fbx", MediaCategory.model), ("application/x-ply", .model), ("model/stl", .model),
        ("audio/x-mpegurl", .audio), ("application/x-hwp", .document), ("video/x-ms-asf", .video),
        ("image/svg+xml", .image), ("application/zip", .other),
    ])
    func categoriesAreThoseOfPeople(type: String, category: MediaCategory) {
        #expect(MediaCategory(mimeType: type) == category)
    }

    private static func rows(of lines: String) -> [[String]] {
        lines.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }

    private static var document: String {
        let extensions = rows(of: MediaTypes.extensionLines)
        let aliases = Dictionary(uniqueKeysWithValues: rows(of: MediaTypes.aliasLines).map { ($0[0], $0.dropFirst()) })
        let types = Set(extensions.map { $0[0] }).union(aliases.keys).sorted()
        let lines = types.map { type in
            let names = extensions.filter { $0[0] == type }.flatMap { $0.dropFirst() }.map { "." + $0 }
            return "| \(type) | \(names.joined(separator: " ")) | \((aliases[type] ?? []).joined(separator: ", ")) |"
        }
        return """
            # Media types

            What `mime_type` says, and what the same format is called elsewhere. A type is found by the content of a \
            file; the extension decides between formats that are plain text. `mime_type` of a manifest or a request may \
            use any of the names. Written by Tests/Documents/MediaTypesTests.swift from the tables of the code.

            | `mime_type` | extensions | also called |
            |---|---|---|
            \(lines.joined(separator: "\n"))

            """
    }
}

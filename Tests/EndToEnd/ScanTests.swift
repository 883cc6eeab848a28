import Foundation
import Model
import TestSupport
import Testing

/// Scans through the real worker: the sandbox lets the libraries read what they need.
struct ScanTests {
    /// A picture of one white page (PGM), with a bar on it that is worth a look.
    private static func sheet(_ shade: UInt8 = 255) -> [UInt8] {
        let (width, height) = (400, 300)
        var pixels = [UInt8](repeating: shade, count: width * height)
        // Bars as wide as letters: tesseract is asked and finds no word.
        for row in 100..<140 { for column in 60..<90 { pixels[row * width + column] = 0 } }
        return Array("P5\n\(width) \(height)\n255\n".utf8) + pixels
    }

    @Test func picturesAreReadInTheSandbox() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("scans", ["a.pgm": .file(Self.sheet()), "b/c.pgm": .file(Self.sheet(250))])
            let batch = try await agent.finished("scans", as: "completed")
            #expect(batch.result("a.pgm")?["page_count"]?.integer == 1)
            #expect(batch.result("a.pgm")?["mime_type"]?.string == "image/x-portable-graymap")
        }
    }

    @Test func pagesOfADirectoryBecomeOneDocument() async throws {
        var options = AgentProcess.Options()
        options.job = "{type: parse_v2, configuration_id: cfg-scans}"
        try await AgentProcess.with(options, started: false) { agent in
            let directory = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            try Data("id: cfg-scans\ntype: parse_v2\nparameters: {combine: images}\n".utf8)
                .write(to: URL(fileURLWithPath: "\(directory)/cfg-scans.yaml"))
            try await agent.start()
            let pages = (1...12).map { number in
                (
                    path: BytePath("letter/scan\(number).pgm"),
                    content: FileTree.Content.file(Self.sheet(UInt8(200 + number)))
                )
            }
            try agent.drop("scans", FileTree(pages))
            let batch = try await agent.finished("scans", as: "completed")
            #expect(batch.result("letter/scan1.pgm")?["page_count"]?.integer == 12)
            #expect(batch.result("letter/scan10.pgm")?["state"]?.string == "skipped")
            let warning = batch.result("letter/scan10.pgm")?["warnings"]?.array?.first?.string
            #expect(warning == "is picture 10 of the document letter/scan1.pgm")
        }
    }
}

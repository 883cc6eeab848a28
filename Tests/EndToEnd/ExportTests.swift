import Foundation
import Model
import TestSupport
import Testing

/// All results of a batch as one file.
struct ExportTests {
    private static let mixed: FileTree = [
        "a.txt": "first letter", "b.pdf": "%PDF-1.4 damaged", "c.md": "# Third\n\n- x\n",
    ]

    @Test func controlFilesMakeExports() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("mixed", Self.mixed)
            let batch = try await agent.finished("mixed", as: "partially_failed")
            for format in ExportFormat.allCases { try agent.control("mixed", "EXPORT.\(format.rawValue)") }
            for format in ExportFormat.allCases {
                let file = "exports/mixed.\(format.fileExtension)"
                try await eventually("the export as \(format)") { batch.contains(file) }
                #expect((batch.bytes(file) ?? []).count > 100)
            }
            let text = String(decoding: batch.bytes("exports/mixed.txt") ?? [], as: UTF8.self)
            #expect(text.contains("2 of 3 files") && text.contains("first letter") && text.contains("- b.pdf: "))
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(batch.path)/exports")
            #expect(left.count == ExportFormat.allCases.count)
            try await eventually("the events") {
                batch.eventNames.filter { $0 == "control.accepted" }.count == ExportFormat.allCases.count
            }
        }
    }

    @Test func theJobAndTheCommandLineAskForThem() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("asked", ["a.txt": "letter", "job.json": #"{"exports": ["CSV", "txt"]}"#])
            let batch = try await agent.finished("asked", as: "completed")
            try await eventually("the exports of the job") {
                batch.contains("exports/asked.csv") && batch.contains("exports/asked.txt")
            }
            #expect(batch.json("config.json")?["settings"]?["exports"] == ["csv", "text"])
            let result = try await agent.dropmill("export", "asked", "--format", "docx", "--json")
            #expect(result.code == 0, "\(result.errors)")
            let path = try JSONParser.parse(Array(result.output.utf8))["path"]?.string
            #expect(path == "\(batch.path)/exports/asked.docx")
            let wrong = try await agent.dropmill("export", "asked", "--format", "xlsx")
            #expect(wrong.code == 2)
        }
    }

    @Test func nothingToExportIsSaid() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("bad", ["b.pdf": "%PDF-1.4 damaged", "job.json": #"{"exports": ["json"]}"#])
            let batch = try await agent.finished("bad", as: "failed")
            try await eventually("the refusal of what the job asked for") {
                batch.contains("control/EXPORT.json.refused")
            }
            let result = try await agent.dropmill("export", "bad", "--format", "csv")
            #expect(result.code == 1)
            #expect(result.errors.contains("nothing to export"))
            #expect(!batch.contains("exports/bad.json"))
        }
    }

    @Test func anExportSurvivesTheDeathOfTheAgent() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("many", .notes(200))
            let batch = try await agent.finished("many", as: "completed")
            try agent.control("many", "EXPORT.pdf")
            try await eventually("the control file being taken") { !batch.contains("control/EXPORT.pdf") }
            await agent.kill()
            try await agent.start()
            try await eventually("the export") { batch.contains("exports/many.pdf") }
            let left = try FileManager.default.contentsOfDirectory(atPath: "\(batch.path)/exports")
            #expect(left == ["many.pdf"])
        }
    }
}

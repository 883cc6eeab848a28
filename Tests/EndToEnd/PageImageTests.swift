import Foundation
import Model
import TestSupport
import Testing

/// Pictures of pages through the real worker, and the report that shows them.
struct PageImageTests {
    @Test func picturesOfPagesLieBesideTheText() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare(
                "papers",
                [
                    "a.pdf": .file(Samples.pdf("First", "Second")), "copy.pdf": .file(Samples.pdf("First", "Second")),
                    "note.txt": "no pages to draw",
                ])
            let configuration = "\(agent.place)/cfg-pictures.yaml"
            try Data("id: cfg-pictures\ntype: parse_v2\nparameters: {images_to_save: [screenshot]}\n".utf8)
                .write(to: URL(fileURLWithPath: configuration))
            let result = try await agent.once("papers", "--configuration", configuration)
            #expect(result.code == 0, "\(result.errors)")
            for name in ["a.pdf", "copy.pdf"] {
                let outputs = agent.results.result(name)?["outputs"]
                #expect(outputs?["pages/0001"]?.string == "files/\(name)/pages/0001.png")
                #expect(outputs?["pages/0002"]?.string == "files/\(name)/pages/0002.png")
                let picture = agent.results.bytes("files/\(name)/pages/0002.png")
                #expect(picture?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
            }
            // Equal content is read once, pictures and all.
            #expect(agent.results.result("copy.pdf")?["state"]?.string == "skipped")
            #expect(agent.results.result("note.txt")?["outputs"]?.object?.members.count == 3)
            #expect(AgentProcess.schemaProblems(of: [agent.results]) == [])

            let page = try browse(
                agent.results.path + "/report.html",
                [
                    ["run": "document.querySelector('.name').click()"],
                    ["run": "new Promise((done) => setTimeout(done, 300))"],
                    ["run": "[...document.images].every((image) => image.naturalWidth === 1000)"],
                ])
            #expect(page.results[2] == true)
            #expect(page.console == [])
        }
    }
}

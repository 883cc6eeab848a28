import Foundation
import Model
import TestSupport
import Testing

/// Recordings, models and drawings through the real, locked-in worker: libavformat is loaded there when it is needed.
struct MediaOnceTests {
    private static let triangle = """
        solid part
        facet normal 0 0 1
        outer loop
        vertex 0 0 0
        vertex 3 0 0
        vertex 0 4 0
        endloop
        endfacet
        endsolid part

        """

    @Test func libraryFilesCanBeReachedInTheSandbox() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare(
                "papers",
                [
                    "plan.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Door</text></svg>",
                    "part.stl": .file(Array(Self.triangle.utf8)), "silence.wav": .file(Self.silence),
                ])
            let result = try await agent.once("papers")
            #expect(result.code == 0, "\(result.errors)")
            let files = "\(agent.results.path)/files"
            func markdown(_ name: String) throws -> String {
                try String(contentsOfFile: "\(files)/\(name)/document.md", encoding: .utf8)
            }
            #expect(try markdown("plan.svg") == "Door\n")
            #expect(try markdown("part.stl").contains("| Triangles | 1 |"))
            #expect(try markdown("silence.wav").contains("| Audio | pcm_u8, 8000 Hz, mono |"))
            #expect(AgentProcess.schemaProblems(of: [agent.results]) == [])
        }
    }

    /// One second at 8000 Hz, 8 bits.
    private static var silence: [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) } }
        let format = little(1, 2) + little(1, 2) + little(8000, 4) + little(8000, 4) + little(1, 2) + little(8, 2)
        return Array("RIFF".utf8) + little(8036, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + format
            + Array("data".utf8) + little(8000, 4) + [UInt8](repeating: 128, count: 8000)
    }
}

import Foundation
import TestSupport
import Testing

/// The limits a folder may set, at their edges.
struct LimitTests {
    @Test func fiftyFilesArriveAndFiftyOneAreRefusedWithTheFigures() async throws {
        try await AgentProcess.with(.folder("limits: {max_files: 50}")) { agent in
            try agent.drop("fifty", .notes(50))
            try await agent.finished("fifty", as: "completed")
            try agent.drop("more", .notes(51))
            let refused = try await agent.finished("more", as: "failed")
            let error = try #require(refused.status?["error"])
            #expect(error["code"]?.string == "too_many_files")
            #expect(error["details"]?["max_allowed"]?.integer == 50)
            #expect(error["details"]?["requested"]?.integer == 51)
            #expect(error["details"]?["suggestion"]?.string?.isEmpty == false)
            #expect(refused.status?["status_v2"]?.string == "FAILED")
        }
    }

    @Test func aBatchOfTheAllowedSizeArrivesAndOneByteMoreIsRefused() async throws {
        try await AgentProcess.with(.folder("limits: {max_files: 25, max_total_bytes: 1000}")) { agent in
            let half = [UInt8](repeating: UInt8(ascii: "a"), count: 500)
            try agent.drop("fits", ["1.txt": .file(half), "2.txt": .file(half.dropLast() + [UInt8(ascii: "b")])])
            try await agent.finished("fits", as: "completed")
            try agent.drop("larger", ["1.txt": .file(half), "2.txt": .file(half + [UInt8(ascii: "b")])])
            let refused = try await agent.finished("larger", as: "failed")
            #expect(refused.status?["error"]?["details"]?["requested"]?.integer == 1001)
            try agent.drop("many", .notes(26))
            let many = try await agent.finished("many", as: "failed")
            #expect(many.status?["error"]?["details"]?["max_allowed"]?.integer == 25)
        }
    }

    @Test func aFileIsMeasuredByTheLimitOfItsCategory() async throws {
        try await AgentProcess.with(.folder("limits: {max_file_bytes: {document: 100, image: 10}}")) { agent in
            let text = [UInt8](repeating: UInt8(ascii: "x"), count: 101)
            try agent.drop("sizes", ["fits.txt": .file(Array(text.dropLast())), "large.txt": .file(text)])
            let batch = try await agent.finished("sizes", as: "partially_failed")
            #expect(batch.result("fits.txt")?["state"]?.string == "succeeded")
            #expect(batch.errorCode("large.txt") == "file_too_large")
            let details = batch.result("large.txt")?["error"]?["details"]
            #expect(details?["max_allowed"]?.integer == 100)
            #expect(details?["requested"]?.integer == 101)
        }
    }
}

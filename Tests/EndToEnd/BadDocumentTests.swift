import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// Bad files get their code, a sentence and a remedy; the rest of the batch goes on.
struct BadDocumentTests {
    @Test func everyKindOfBadFileHasItsCode() async throws {
        let expected = [
            "empty.pdf": "empty_file", "empty.txt": "empty_file", "truncated.pdf": "corrupt_document",
            "locked.pdf": "encrypted_document", "picture.psd": "unsupported_media", "pipe.pdf": "special_file",
            "socket.txt": "special_file", "link.txt": "symlink_refused", "loop.txt": "symlink_refused",
        ]
        let whole = Samples.pdf("one", "two", "three")
        try await AgentProcess.with { agent in
            try agent.drop(
                "bad",
                [
                    "empty.pdf": "", "empty.txt": "", "truncated.pdf": .file(Array(whole.prefix(whole.count / 3))),
                    "locked.pdf": .file(try Samples.encryptedPDF()), "picture.psd": .file(Samples.photoshop),
                    "pipe.pdf": .fifo, "socket.txt": .socket, "link.txt": .link(to: "/etc/hostname"),
                    "loop.txt": .link(to: "loop.txt"), "good.txt": "good", "good.pdf": .file(whole),
                ])
            let batch = try await agent.finished("bad", as: "partially_failed")
            for (path, code) in expected {
                #expect(batch.errorCode(path) == code, "\(path)")
                let error = try #require(batch.result(path)?["error"])
                #expect(error["message"]?.string?.contains(path) == true, "\(error)")
                #expect(error["resolution"]?.string?.isEmpty == false)
                #expect(batch.text.contains(path), "STATUS.txt names \(path)")
            }
            for good in ["good.txt", "good.pdf"] { #expect(batch.result(good)?["state"]?.string == "succeeded") }
            #expect(batch.status?["failed_files"]?.integer == Int64(expected.count))
        }
    }

    @Test func contentWinsOverTheExtension() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("disguised", ["really-a-pdf.txt": .file(Samples.pdf("inside"))])
            let batch = try await agent.finished("disguised", as: "completed")
            #expect(batch.result("really-a-pdf.txt")?["mime_type"]?.string == "application/pdf")
            let document = batch.json("files/really-a-pdf.txt/document.json")
            #expect(document?["source"]?["extension_mismatch"]?.string == "text/plain")
        }
    }

    @Test func aBatchOfOnlyBadFilesIsFailed() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("all-bad", ["a.pdf": "", "b.pdf": "%PDF-1.7 nothing"])
            let batch = try await agent.finished("all-bad", as: "failed")
            #expect(batch.status?["status_v2"]?.string == "COMPLETED")
            #expect(FileManager.default.fileExists(atPath: "\(agent.archive)/all-bad/a.pdf"))
        }
    }

    @Test func litterAloneStartsNothingAndIsRefusedWhenItIsDeclaredComplete() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("finder", [".DS_Store": "x", "Thumbs.db": "x"])
            try await agent.reaches("uploading", "finder")
            try agent.drop("litter", [".DS_Store": "x", "_READY": ""])
            let batch = try await agent.finished("litter", as: "failed")
            #expect(batch.status?["error"]?["code"]?.string == "validation_error")
            #expect(batch.status?["progress"]?.number == 0)
            #expect(agent.batch("finder").word == "uploading", "a folder Finder has just made")
        }
    }

    @Test func linkAsABatchIsNeverFollowed() async throws {
        try await AgentProcess.with { agent in
            let secret = try agent.prepare("secret", ["plan.txt": "do not read"])
            try FileManager.default.createSymbolicLink(atPath: "\(agent.inbox)/link", withDestinationPath: secret)
            let batch = try await agent.finished("link", as: "failed")
            #expect(batch.errorCode("link") == "symlink_refused")
            #expect(FileManager.default.fileExists(atPath: "\(secret)/plan.txt"))
        }
    }

    @Test func aWorkerThatIsKilledCostsNoBatch() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("survives", .notes(5))
                try await agent.reaches("processing", "survives")
                for worker in agent.workers { kill(worker, SIGKILL) }
            }
            let batch = try await agent.finished("survives", as: "completed")
            #expect(batch.results.contains { $0["attempts"]?.integer == 2 })
        }
    }
}

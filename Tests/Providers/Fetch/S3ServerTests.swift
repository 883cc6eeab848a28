import Foundation
import Model
import TestSupport
import Testing

@testable import Providers

/// Objects from somebody else's server, which `Programs/s3_moto` starts.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["DROPMILL_S3_ENDPOINT"] != nil))
struct S3ServerTests {
    private func downloading(secret: String) throws -> Downloading {
        let environment = ProcessInfo.processInfo.environment
        var settings = FetchSettings()
        settings.s3 = S3Settings(
            endpoint: try WebAddress(try #require(environment["DROPMILL_S3_ENDPOINT"])),
            keys: S3Settings.Keys(id: try #require(environment["DROPMILL_S3_ID"]), secret: secret))
        return try Downloading(settings)
    }

    private func value(_ name: String) throws -> String {
        try #require(ProcessInfo.processInfo.environment[name])
    }

    @Test func objectsWithHardNamesArrive() async throws {
        let downloading = try downloading(secret: try value("DROPMILL_S3_SECRET"))
        let keys = try JSONParser.parse(Array(try value("DROPMILL_S3_KEYS").utf8)).array ?? []
        #expect(!keys.isEmpty)
        for key in keys.compactMap(\.string) {
            let (result, content) = try await downloading.fetch(FetchRequest(.s3("bucket/" + key)))
            #expect(result.problem == nil, "\(key): \(String(describing: result.problem))")
            #expect(String(decoding: content, as: UTF8.self) == key)
        }
    }

    @Test func aWrongSecretIsRefused() async throws {
        let result = try await downloading(secret: "wrong").fetch(FetchRequest(.s3("bucket/plain.pdf"))).result
        #expect(result.problem?.message == "Failed to download file: HTTP 403")
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        let downloading = try downloading(secret: try value("DROPMILL_S3_SECRET"))
        let result = try await downloading.fetch(FetchRequest(.s3("bucket/missing.pdf"))).result
        #expect(result.problem?.message == "Failed to download file: HTTP 404")
    }
}

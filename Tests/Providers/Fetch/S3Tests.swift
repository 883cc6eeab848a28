import Model
import TestSupport
import Testing

@testable import Providers

/// Objects from a server that checks signatures.
struct S3Tests {
    private let keys = S3Settings.Keys(id: "AKID", secret: "a/secret+key=", sessionToken: "a+token/=")
    private let objects: JSONValue = [
        "bucket/plain.pdf": "1", "bucket/with space+plus&=.pdf": "2", "bucket/ü/日本.pdf": "3", "bucket/a/../b": "4",
        "bucket//double//": "5", "bucket/100%25.pdf": "6", "bucket/~'()*!.pdf": "7", "bucket/a?b#c": "8",
    ]

    private func server() throws -> FileServer {
        try FileServer([
            "objects": objects, "region": "eu-central-1",
            "keys": ["id": "AKID", "secret": "a/secret+key=", "token": "a+token/="],
        ])
    }

    private func downloading(_ server: FileServer, keys: S3Settings.Keys?) throws -> Downloading {
        var settings = FetchSettings()
        settings.patience.backoff = .milliseconds(20)
        settings.s3 = S3Settings(endpoint: try WebAddress(server.origin), region: "eu-central-1", keys: keys)
        return try Downloading(settings)
    }

    @Test func objectsWithAnyKeyArrive() async throws {
        let server = try server()
        let downloading = try downloading(server, keys: keys)
        for (name, content) in objects.object?.members ?? [] {
            let (result, got) = try await downloading.fetch(FetchRequest(.s3(name)))
            #expect(result.problem == nil, "\(name): \(String(describing: result.problem))")
            #expect(String(decoding: got, as: UTF8.self) == content.string)
        }
    }

    @Test func errorsAreTheRows() async throws {
        let server = try server()
        let right = try downloading(server, keys: keys)
        let missing = try await right.fetch(FetchRequest(.s3("s3://bucket/missing.pdf"))).result
        #expect(missing.problem?.message == "Failed to download file: HTTP 404")
        #expect(missing.problem?.details["source"] == "s3://bucket/missing.pdf")
        let wrong = try downloading(server, keys: S3Settings.Keys(id: "AKID", secret: "wrong"))
        let refused = try await wrong.fetch(FetchRequest(.s3("bucket/plain.pdf"))).result
        #expect(refused.problem?.message == "Failed to download file: HTTP 403")
        let none = try downloading(server, keys: nil)
        let anonymous = try await none.fetch(FetchRequest(.s3("bucket/plain.pdf"))).result
        #expect(anonymous.problem?.message == "Failed to download file: HTTP 403")
        let malformed = try await right.fetch(FetchRequest(.s3("bucket"))).result
        #expect(malformed.problem?.code == .validationError)
    }

    @Test func withoutAServerRowsFail() async throws {
        let downloading = try Downloading(FetchSettings())
        let result = try await downloading.fetch(FetchRequest(.s3("bucket/key"))).result
        #expect(result.problem?.message == "Failed to download file: fetch.s3 is not configured")
    }

    @Test func bucketsCanBeListed() async throws {
        let server = try server()
        var settings = FetchSettings()
        settings.s3 = S3Settings(endpoint: try WebAddress(server.origin), region: "eu-central-1", keys: keys)
        settings.s3?.buckets = ["other"]
        let result = try await Downloading(settings).fetch(FetchRequest(.s3("bucket/plain.pdf"))).result
        #expect(result.problem?.code == .addressRefused)
        #expect(try server.log().isEmpty)
    }

    @Test func aServerOfTheSettingsMayBePrivateAndLeadsNowhereElse() async throws {
        let server = try FileServer()
        var settings = FetchSettings()
        settings.s3 = S3Settings(endpoint: try WebAddress(server.origin + "/redirect/307?"), pathStyle: true)
        let result = try await Downloading(settings).fetch(FetchRequest(.s3("status/200"))).result
        #expect(result.problem?.code == .downloadFailed)
        #expect(try server.log().count == 1)
    }
}

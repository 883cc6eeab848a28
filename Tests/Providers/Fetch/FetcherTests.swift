import Linux
import Model
import Synchronization
import TestSupport
import Testing

@testable import Providers

/// Downloads from a server that behaves, and one that does not.
struct FetcherTests {
    private let text = String(repeating: "All work and no play makes Jack a dull boy.\n", count: 50_000)

    @Test func aFileArrivesWhole() async throws {
        let server = try FileServer(["files": ["/a b/ü.txt": .string(text)]])
        let downloading = try Downloading(Downloading.settings())
        let (result, content) = try await downloading.fetch(server.origin + "/a b/ü.txt")
        let file = try result.get()
        #expect(content == Array(text.utf8))
        #expect(file.bytes == Int64(content.count))
        #expect(file.mediaType == "application/octet-stream")
        #expect(file.etag != nil)
        let request = try #require(try server.log().first)
        #expect(request["headers"]?["accept-encoding"] == "identity")
        #expect(request["headers"]?["cookie"] == nil)
    }

    @Test func aFileThatIsUnchangedIsNotSentAgain() async throws {
        let server = try FileServer(["files": ["/a": "content"]])
        let downloading = try Downloading(Downloading.settings())
        let first = try await downloading.fetch(server.origin + "/a").result.get()
        let request = FetchRequest(.url(server.origin + "/a"), knownETag: first.etag)
        let (second, content) = try await downloading.fetch(request)
        #expect(try second.get().isUnchanged)
        #expect(content.isEmpty)
    }

    @Test(arguments: [400, 401, 403, 404, 410, 204, 304])
    func aStatusIsTheRowsError(status: Int) async throws {
        let server = try FileServer()
        let downloading = try Downloading(Downloading.settings())
        let failure = try await downloading.failure(server.origin + "/status/\(status)")
        #expect(failure.message == "Failed to download file: HTTP \(status)")
        #expect(failure.code == .downloadFailed)
        #expect(!failure.retryable)
        #expect(try server.log().count == 1)
    }

    @Test(arguments: ["/status/503/2/a", "/status/429/1/a?0", "/status/500/3/a"])
    func serversInTroubleAreAskedAgain(path: String) async throws {
        let server = try FileServer(["files": ["/a": "content"]])
        let downloading = try Downloading(Downloading.settings())
        let (result, content) = try await downloading.fetch(server.origin + path)
        #expect(try result.get().attempts > 1)
        #expect(content == Array("content".utf8))
    }

    @Test func troubleThatLastsIsTheRowsError() async throws {
        let server = try FileServer()
        let downloading = try Downloading(Downloading.settings())
        let failure = try await downloading.failure(server.origin + "/status/503")
        #expect(failure.message == "Failed to download file: HTTP 503")
        #expect(failure.retryable)
        #expect(failure.details["attempts"] == 4)
        #expect(try server.log().count == 4)
        let patient = try await downloading.failure(server.origin + "/status/429?86400")
        #expect(patient.message == "Failed to download file: HTTP 429", "a day is too long to wait")
        #expect(try server.log().count == 5)
    }

    @Test func aBrokenDownloadGoesOnWhereItEnded() async throws {
        let server = try FileServer(["files": ["/a": .string(text)]])
        let downloading = try Downloading(Downloading.settings())
        let (result, content) = try await downloading.fetch(server.origin + "/cut/2/a")
        #expect(try result.get().attempts == 3)
        #expect(content == Array(text.utf8))
        let ranges = try server.log().map { $0["headers"]?["range"]?.string }
        #expect(ranges == [nil, "bytes=\(text.utf8.count / 2)-", "bytes=\(text.utf8.count * 3 / 4)-"])
    }

    @Test func aFileThatChangesMeanwhileIsNotMixed() async throws {
        let server = try FileServer(["files": ["/a": .string("0123456789")]])
        let downloading = try Downloading(Downloading.settings())
        let (result, content) = try await downloading.fetch(server.origin + "/changing/a")
        #expect(try result.get().bytes == 10)
        #expect(content == Array("9876543210".utf8))
    }

    @Test func fewerBytesThanAnnouncedAreNoFile() async throws {
        let server = try FileServer(["files": ["/a": "short"]])
        let downloading = try Downloading(Downloading.settings())
        let failure = try await downloading.failure(server.origin + "/liar/a")
        #expect(failure.code == .downloadFailed)
        #expect(failure.retryable)
    }

    @Test func whatIsNoHTTPIsAnError() async throws {
        let server = try FileServer()
        let downloading = try Downloading(Downloading.settings())
        #expect(try await downloading.failure(server.origin + "/garbage").code == .downloadFailed)
        let nobody = try await downloading.failure("http://127.0.0.1:1/")
        #expect(nobody.code == .downloadFailed)
        #expect(nobody.message.hasPrefix("Failed to download file: 127.0.0.1:1: "))
    }

    @Test(arguments: ["/flood", "/announced"])
    func tenGigabytesAreCutOff(path: String) async throws {
        let server = try FileServer()
        var settings = Downloading.settings()
        settings.maxBytes = 1_000_000
        let downloading = try Downloading(settings)
        let (result, content) = try await downloading.fetch(server.origin + path)
        #expect(result.problem?.code == .fileTooLarge)
        #expect(content.count <= 1_000_000)
        #expect(try server.log().count == 1, "it would be too large again")
        if path == "/announced" { #expect(content.isEmpty, "the announcement is enough") }
    }

    @Test(arguments: ["/silent", "/trickle"])
    func serversThatSayNothingAreGivenUp(path: String) async throws {
        let server = try FileServer()
        var settings = Downloading.settings()
        settings.patience.silence = .seconds(2)
        let downloading = try Downloading(settings)
        let failure = try await downloading.failure(server.origin + path)
        #expect(failure.code == .timeout)
        #expect(failure.message.contains("sent next to nothing for 2 seconds"))
    }

    @Test func theTotalTimeIsALimit() async throws {
        let server = try FileServer()
        var settings = Downloading.settings()
        settings.patience.total = .milliseconds(600)
        let downloading = try Downloading(settings)
        #expect(try await downloading.failure(server.origin + "/trickle").code == .timeout)
        #expect(try await downloading.failure(server.origin + "/silent").code == .timeout)
    }

    @Test func whatIsCompressedIsNotUnpacked() async throws {
        let server = try FileServer(["files": ["/a": .string(String(repeating: "0", count: 1 << 20))]])
        var settings = Downloading.settings()
        settings.maxBytes = 100_000
        let downloading = try Downloading(settings)
        let (result, content) = try await downloading.fetch(server.origin + "/gzip/a")
        #expect(try result.get().bytes < 100_000)
        #expect(content.starts(with: [0x1F, 0x8B]))
    }

    @Test func credentialsAreSentAndNeverShown() async throws {
        let server = try FileServer(["files": ["/a": "content"]])
        let downloading = try Downloading(Downloading.settings())
        let origin = "http://user:pass@127.0.0.1:\(server.port)"
        let (result, _) = try await downloading.fetch(origin + "/secret/a")
        #expect(try !result.get().address.contains("pass"))
        let failure = try await downloading.failure(origin + "/status/404?token")
        let shown = String(decoding: JSONWriter.bytes(of: failure.json), as: UTF8.self)
        #expect(!shown.contains("pass") && !shown.contains("token"))
    }

    @Test func aStoppedFetcherEndsItsDownloads() async throws {
        let server = try FileServer()
        var settings = Downloading.settings()
        settings.patience.silence = .seconds(600)
        let downloading = try Downloading(settings)
        let request = FetchRequest(.url(server.origin + "/silent"))
        try await withTemporaryDirectory { path in
            let file = try Directory(path: path).create(BytePath("file"))
            // Asked from here: a task of its own may wait long for a thread beside the other tests.
            let result = Mutex<Result<FetchedFile, Failure>?>(nil)
            _ = downloading.fetcher.fetch(request, into: file) { found in result.withLock { $0 = found } }
            try await eventually("the server is asked") { try server.log().count == 1 }
            downloading.fetcher.stop()
            try await eventually("the end of the download") { result.withLock { $0 != nil } }
            #expect(result.withLock { $0?.problem?.code } == .cancelled)
        }
        #expect(try await downloading.failure(server.origin + "/a").code == .cancelled)
    }
}

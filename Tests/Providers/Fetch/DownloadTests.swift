import Curl
import Model
import Testing

@testable import Providers

/// What a download decides, without a server.
struct DownloadTests {
    private func download(_ address: String = "https://example.com/a", etag: String? = nil) -> Download {
        Download(FetchRequest(.url(address), knownETag: etag), FetchSettings())
    }

    private func head(_ status: Int, _ headers: KeyValuePairs<String, String> = [:]) -> HTTPHead {
        HTTPHead(status: status, headers: headers.map { HTTPHeader($0.key, $0.value) })
    }

    private let declined = TransferError(.declined, "declined")
    private let broken = TransferError(.brokenOff, "broken off")

    private func ask(_ action: Download.Action) throws -> Download.Ask {
        guard case .ask(let ask) = action else { throw Other() }
        return ask
    }

    private func failure(_ action: Download.Action) throws -> Failure {
        guard case .finish(.failure(let failure)) = action else { throw Other() }
        return failure
    }

    struct Other: Error {}

    /// A download that broke off after three bytes of ten of a file with a mark.
    private func brokenDownload(_ marks: KeyValuePairs<String, String>) throws -> (Download, Download.Ask) {
        var download = download()
        _ = download.begin()
        var head = head(200, marks)
        head.headers.append(HTTPHeader("Content-Length", "10"))
        let use = download.responded(head)
        let isRoom = download.received(3)
        #expect(use == .replace && isRoom)
        let action = download.ended(broken, elapsed: .seconds(1), jitter: 0)
        guard case .wait = action else { throw Other() }
        let resumed = download.resume()
        return (download, try ask(resumed))
    }

    @Test func theRestIsAskedForByAStrongMarkOnly() throws {
        let (_, strong) = try brokenDownload(["ETag": "\"x\""])
        #expect(strong.firstByte == 3)
        #expect(strong.headers.contains(HTTPHeader("If-Range", "\"x\"")))
        let (_, dated) = try brokenDownload(["Last-Modified": "yesterday", "Accept-Ranges": "bytes"])
        #expect(dated.firstByte == 3)
        let (_, weak) = try brokenDownload(["ETag": "W/\"x\""])
        #expect(weak.firstByte == 0)
        let (_, none) = try brokenDownload([:])
        #expect(none.firstByte == 0)
        #expect(!none.headers.contains { $0.name == "If-Range" })
    }

    @Test(arguments: ["bytes 4-9/10", "bytes 3-9/11", "bytes 0-9/10", "bytes x-9/10", "3-9/10", "items 3-9/10"])
    func anotherPartThanAskedForBeginsAnew(range: String) throws {
        var (download, _) = try brokenDownload(["ETag": "\"x\""])
        let use = download.responded(head(206, ["Content-Range": range]))
        #expect(use == .decline)
        let action = download.ended(declined, elapsed: .seconds(2), jitter: 0)
        guard case .wait = action else { throw Other() }
        let resumed = download.resume()
        #expect(try ask(resumed).firstByte == 0)
    }

    @Test func theAskedPartIsAppended() throws {
        var (download, _) = try brokenDownload(["ETag": "\"x\""])
        let use = download.responded(head(206, ["Content-Range": "bytes 3-9/10", "Content-Length": "7"]))
        let isRoom = download.received(7)
        #expect(use == .append && isRoom)
        let action = download.ended(nil, elapsed: .seconds(2), jitter: 0)
        guard case .finish(.success(let file)) = action else { throw Other() }
        #expect(file.bytes == 10)
        #expect(file.attempts == 2)
    }

    @Test func aPartNobodyAskedForIsAnError() throws {
        var download = download()
        _ = download.begin()
        let use = download.responded(head(206, ["Content-Range": "bytes 0-9/10"]))
        #expect(use == .decline)
        let action = download.ended(declined, elapsed: .zero, jitter: 0)
        #expect(try failure(action).message == "Failed to download file: HTTP 206")
    }

    @Test func waitsGrowAndEnd() throws {
        var download = download()
        _ = download.begin()
        var waits: [Duration] = []
        while true {
            _ = download.responded(head(503))
            let action = download.ended(declined, elapsed: .zero, jitter: 1)
            guard case .wait(let time) = action else {
                #expect(try failure(action).message == "Failed to download file: HTTP 503")
                break
            }
            waits.append(time)
            _ = download.resume()
        }
        #expect(waits == [.seconds(1), .seconds(2), .seconds(4)])
    }

    @Test func theServersTimeIsWaitedFor() throws {
        var download = download()
        _ = download.begin()
        _ = download.responded(head(429, ["Retry-After": "30"]))
        let action = download.ended(declined, elapsed: .zero, jitter: 0)
        #expect(action == .wait(.seconds(30)))
        _ = download.resume()
        _ = download.responded(head(429, ["Retry-After": "30"]))
        let last = download.ended(declined, elapsed: .seconds(Limits.fetchTotalSeconds - 20), jitter: 0)
        #expect(try failure(last).retryable, "no time is left to wait")
    }

    @Test func progressAllowsMoreAttempts() throws {
        var download = download()
        _ = download.begin()
        for attempt in 0..<20 {
            let range = "bytes \(download.written)-99999999/100000000"
            _ = download.responded(
                attempt == 0
                    ? head(200, ["ETag": "\"x\"", "Content-Length": "100000000"])
                    : head(206, ["Content-Range": range]))
            let isRoom = download.received(2_000_000)
            #expect(isRoom)
            let action = download.ended(broken, elapsed: .seconds(1), jitter: 0)
            guard case .wait = action else { throw Other() }
            _ = download.resume()
        }
        #expect(download.written == 40_000_000)
    }

    @Test func credentialsNeverGoFromHTTPSToHTTP() throws {
        var download = download("https://user:pass@example.com/a")
        let first = try ask(download.begin())
        #expect(first.headers.contains(HTTPHeader("Authorization", "Basic dXNlcjpwYXNz")))
        #expect(first.address.text == "https://example.com/a")
        _ = download.responded(head(302, ["Location": "/b"]))
        let same = try ask(download.ended(declined, elapsed: .zero, jitter: 0))
        #expect(same.headers.contains(HTTPHeader("Authorization", "Basic dXNlcjpwYXNz")))
        _ = download.responded(head(302, ["Location": "http://example.com/b"]))
        let action = download.ended(declined, elapsed: .zero, jitter: 0)
        #expect(try failure(action).code == .addressRefused)
    }

    @Test func everyAddressIsJudgedWhenItIsUsed() throws {
        var download = download()
        _ = download.begin()
        let allowed = download.connecting(to: SocketAddress(bytes: [93, 184, 216, 34], port: 443))
        let refused = download.connecting(to: SocketAddress(bytes: [192, 168, 1, 1], port: 443))
        #expect(allowed && !refused)
        let error = TransferError(.addressRefused, "refused")
        let action = download.ended(error, elapsed: .zero, jitter: 0)
        #expect(try failure(action).message == "Failed to download file: 192.168.1.1 is a private address")
    }

    @Test func aFolderMayAllowLess() {
        var settings = FetchSettings()
        settings.maxBytes = 100
        #expect(Download(FetchRequest(.url("a"), maxBytes: 10), settings).maxBytes == 10)
        #expect(Download(FetchRequest(.url("a"), maxBytes: 1000), settings).maxBytes == 100)
    }

    @Test func unchangedIsOnlyWhatWasAskedFor() throws {
        var known = download(etag: "\"x\"")
        let first = try ask(known.begin())
        #expect(first.headers.contains(HTTPHeader("If-None-Match", "\"x\"")))
        _ = known.responded(head(304))
        let action = known.ended(declined, elapsed: .zero, jitter: 0)
        guard case .finish(.success(let file)) = action else { throw Other() }
        #expect(file.isUnchanged)
    }

    @Test func soManyAtOnceAndSoManyFromOneHost() {
        var queue = FetchQueue<Int>()
        for id in 0..<100 { queue.add(id, host: id < 50 ? "busy" : "host \(id)") }
        var running: [Int] = []
        while let id = queue.next() { running.append(id) }
        #expect(running.count == Limits.fetchesAtOnce)
        #expect(running.filter { $0 < 50 } == [0, 1, 2, 3])
        queue.remove(0)
        #expect(queue.next() == 4)
        #expect(queue.next() == nil)
        for id in 0..<100 { queue.remove(id) }
        #expect(queue.next() == nil)
    }
}

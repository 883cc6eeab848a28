import Curl
import Model
import Synchronization
import TestSupport
import Testing

@Suite struct CurlTests {
    @Test func versionIsKnown() {
        #expect(CurlLibrary.version.contains("."))
    }

    private func json(_ response: HTTPResponse) throws -> JSONValue { try JSONParser.parse(response.body) }

    @Test func requestAndAnswerAreWhole() async throws {
        let server = try ProviderServer()
        let running = try RunningExchange()
        let answer = try await running.send(
            HTTPRequest(.post, server.origin + "/echo", headers: [HTTPHeader("X-One", "1")], body: .bytes([1, 2, 3]))
        ).get()
        #expect(answer.status == 200)
        #expect(answer.head["content-TYPE"] == "application/json")
        let echo = try json(answer)
        #expect(echo["method"] == "POST")
        #expect(echo["bytes"] == 3)
        #expect(echo["headers"]?["x-one"] == "1")
        #expect(echo["headers"]?["expect"] == nil)
        #expect(echo["headers"]?["content-type"] == nil)
    }

    @Test func largeBodyIsStreamed() async throws {
        let server = try ProviderServer()
        let running = try RunningExchange()
        let length: Int64 = 5 << 20
        let body = HTTPRequest.Body.stream(length: length) { offset, room in
            for place in room.indices { room[place] = UInt8(truncatingIfNeeded: offset + Int64(place)) }
            return room.count
        }
        let answer = try await running.send(HTTPRequest(.put, server.origin + "/echo", body: body)).get()
        #expect(try json(answer)["bytes"]?.integer == length)
    }

    @Test func bodyThatCannotBeReadEndsTheTransfer() async throws {
        let server = try ProviderServer()
        let running = try RunningExchange()
        let body = HTTPRequest.Body.stream(length: 100) { _, _ in 0 }
        let answer = await running.send(HTTPRequest(.post, server.origin + "/echo", body: body))
        #expect(answer.problem?.code == .unreadableBody)
    }

    @Test func endlessBodyIsCutOff() async throws {
        let server = try ProviderServer(["script": [["kind": "flood"]]])
        let running = try RunningExchange()
        let answer = await running.send(HTTPRequest(.get, server.origin + "/flood"))
        #expect(answer.problem?.code == .tooLarge)
    }

    @Test func announcedSizeIsEnoughToRefuse() async throws {
        let server = try ProviderServer(["script": [["kind": "cut"]]])
        let running = try RunningExchange()
        var request = HTTPRequest(.get, server.origin + "/large")
        request.limits.bodyBytes = 999
        let answer = await running.send(request)
        #expect(answer.problem?.code == .tooLarge)
    }

    @Test(arguments: [
        ("cut", TransferError.Code.brokenOff), ("close", .brokenOff), ("silent", .timedOut),
    ])
    func misbehaviourHasItsCode(kind: String, code: TransferError.Code) async throws {
        let server = try ProviderServer(["script": [["kind": .string(kind)]]])
        let running = try RunningExchange()
        var request = HTTPRequest(.get, server.origin + "/x")
        request.limits.total = .milliseconds(700)
        let answer = await running.send(request)
        #expect(answer.problem?.code == code)
        #expect(answer.problem?.isTransient == true)
    }

    @Test func nobodyListening() async throws {
        let running = try RunningExchange()
        let answer = await running.send(HTTPRequest(.get, "http://127.0.0.1:1/"))
        #expect(answer.problem?.code == .notConnected)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "::"])
    func otherProtocolsAreRefused(url: String) async throws {
        let running = try RunningExchange()
        let answer = await running.send(HTTPRequest(.get, url))
        #expect(answer.problem?.code == .invalidRequest)
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
    func headersCannotBeForged(value: String) async throws {
        let running = try RunningExchange()
        let answer = await running.send(HTTPRequest(.get, "http://127.0.0.1:1/", headers: [HTTPHeader("X", value)]))
        #expect(answer.problem?.code == .invalidRequest)
    }

    @Test func addressesAreAskedForBeforeConnecting() async throws {
        let server = try ProviderServer()
        let running = try RunningExchange()
        // A connection that stands already must not be used for a request with rules of its own.
        _ = try await running.send(HTTPRequest(.get, server.origin + "/first")).get()
        let seen = Mutex<[SocketAddress]>([])
        var request = HTTPRequest(.get, server.origin + "/second")
        request.acceptsAddress = { address in
            seen.withLock { $0.append(address) }
            return false
        }
        let refused = await running.send(request)
        #expect(refused.problem?.code == .addressRefused)
        #expect(seen.withLock { $0 } == [SocketAddress(bytes: [127, 0, 0, 1], port: server.port)])
        request.acceptsAddress = { _ in true }
        let accepted = try await running.send(request).get()
        #expect(accepted.status == 200)
        #expect(try server.log().count == 2)
    }

    @Test func redirectsAreAnAnswer() async throws {
        let server = try ProviderServer([
            "script": [["status": 302, "headers": ["Location": "http://169.254.169.254/"]]]
        ])
        let running = try RunningExchange()
        let answer = try await running.send(HTTPRequest(.get, server.origin + "/away")).get()
        #expect(answer.status == 302)
        #expect(answer.head["location"] == "http://169.254.169.254/")
    }

    @Test func pieceByPieceAndDeclined() async throws {
        let server = try ProviderServer()
        let running = try RunningExchange()
        let count = Mutex(0)
        var request = HTTPRequest(.get, server.origin + "/echo")
        request.received = { bytes in
            count.withLock { $0 += bytes.count }
            return true
        }
        let answer = try await running.send(request).get()
        #expect(answer.body.isEmpty)
        #expect(answer.bodyBytes == Int64(count.withLock { $0 }))
        request.responded = { head in head.status != 200 }
        let declined = await running.send(request)
        #expect(declined.problem?.code == .declined)
        #expect(declined.problem?.head?.status == 200)
    }

    @Test func cancelledAndStopped() async throws {
        let server = try ProviderServer(["closed": true])
        let running = try RunningExchange()
        let cancelled = await withCheckedContinuation { continuation in
            let ticket = running.exchange.send(HTTPRequest(.get, server.origin + "/a")) {
                continuation.resume(returning: $0)
            }
            running.exchange.cancel(ticket)
        }
        #expect(cancelled.problem?.code == .cancelled)
        let stopped = await withCheckedContinuation { continuation in
            running.exchange.send(HTTPRequest(.get, server.origin + "/b")) { continuation.resume(returning: $0) }
            running.exchange.stop()
        }
        #expect(stopped.problem?.code == .stopped)
        let late = await running.send(HTTPRequest(.get, server.origin + "/c"))
        #expect(late.problem?.code == .stopped)
    }

    @Test func actionsRunInTheirOrder() async throws {
        let running = try RunningExchange()
        let exchange = running.exchange
        let order = Mutex<[Int]>([])
        await withCheckedContinuation { continuation in
            for number in [3, 1, 2] {
                running.exchange.after(.milliseconds(number * 40)) { order.withLock { $0.append(number) } }
            }
            running.exchange.after(.zero) {
                let forgotten = exchange.after(.milliseconds(60)) { order.withLock { $0.append(9) } }
                exchange.cancel(forgotten)
            }
            running.exchange.after(.milliseconds(200)) { continuation.resume() }
        }
        #expect(order.withLock { $0 } == [1, 2, 3])
    }

    @Test func rangesAndSignaturesAreSent() async throws {
        let server = try ProviderServer()
        let running = try RunningExchange()
        var request = HTTPRequest(.get, server.origin + "/bucket/key")
        request.firstByte = 100
        request.signature = .init(scope: "aws:amz:eu-central-1:s3", user: "someone", secret: "hidden")
        let echo = try json(try await running.send(request).get())
        #expect(echo["headers"]?["range"] == "bytes=100-")
        let authorization = echo["headers"]?["authorization"]?.string ?? ""
        #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=someone/"))
        #expect(!authorization.contains("hidden"))
    }
}

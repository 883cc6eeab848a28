import CCurl
import Glibc

/// What the library asks of a transfer while it runs. A number of bytes other than offered ends it.
extension Transfer {
    /// Hands over the next bytes of the request's body.
    func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let rest = request.body.length - sent
        guard rest > 0, room.count > 0 else { return 0 }
        let wanted = Int(min(rest, Int64(room.count)))
        let count: Int
        switch request.body {
        case .none: return 0
        case .bytes(let bytes):
            bytes.withUnsafeBytes { room.copyMemory(from: .init(rebasing: $0[Int(sent)..<Int(sent) + wanted])) }
            count = wanted
        case .stream(_, let read):
            count = read(sent, .init(rebasing: room[..<wanted]))
        }
        guard count > 0, count <= wanted else {
            verdict = .unreadableBody
            return Int(CURL_READFUNC_ABORT)
        }
        sent += Int64(count)
        return count
    }

    /// Takes one line of the headers, its end included.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
        headerBytes += line.count
        guard headerBytes <= request.limits.headerBytes else { return refuse(.tooLarge) }
        let text = String(decoding: line, as: UTF8.self).trimmed
        if text.hasPrefix("HTTP/") {
            // Another answer begins: after `100 Continue`, for one.
            head = HTTPHead(status: Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0)
        } else if text.isEmpty {
            return endOfHeaders(line.count)
        } else if let colon = text.firstIndex(of: ":") {
            head.headers.append(
                HTTPHeader(String(text[..<colon]).trimmed, String(text[text.index(after: colon)...]).trimmed))
        }
        return line.count
    }

    private func endOfHeaders(_ count: Int) -> Int {
        // Lines after the body are trailers.
        guard head.status >= 200, bodyBytes == 0 else { return count }
        if let responded = request.responded, !responded(head) { return refuse(.declined) }
        return count
    }

    /// Takes a piece of the answer's body.
    func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bodyBytes + Int64(bytes.count) <= request.limits.bodyBytes else { return refuse(.tooLarge) }
        bodyBytes += Int64(bytes.count)
        if let received = request.received {
            guard received(bytes) else { return refuse(.declined) }
        } else {
            body.append(contentsOf: bytes)
        }
        return bytes.count
    }

    private func refuse(_ code: TransferError.Code) -> Int {
        verdict = code
        // Never a number the library could have offered.
        return -1
    }

    /// Makes the socket of a connection, if its address is accepted.
    func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        let family = address.pointee.family
        let length = Int(address.pointee.addrlen)
        let accepted = withUnsafePointer(to: &address.pointee.addr) { pointer in
            SocketAddress(pointer, length: length).map { request.acceptsAddress?($0) ?? true } ?? false
        }
        guard accepted else {
            verdict = .addressRefused
            return CURL_SOCKET_BAD
        }
        if verdict == .addressRefused { verdict = nil }
        return socket(family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }
}

extension TransferError.Code {
    init(_ code: CURLcode) {
        self =
            switch code {
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidRequest
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unknownHost
            case CURLE_COULDNT_CONNECT: .notConnected
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .notTrusted
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            case CURLE_WRITE_ERROR, CURLE_ABORTED_BY_CALLBACK: .declined
            case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
                CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY, CURLE_SEND_FAIL_REWIND:
                .brokenOff
            default: .other
            }
    }
}

extension String {
    /// Without the space around it.
    var trimmed: String {
        var rest = Substring(self)
        while let last = rest.unicodeScalars.last, last.value <= 0x20 { rest = rest.dropLast() }
        while let first = rest.unicodeScalars.first, first.value <= 0x20 { rest = rest.dropFirst() }
        return String(rest)
    }
}

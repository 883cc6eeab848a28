import CCurl

/// One transfer's handle.
struct EasyHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer

    init() throws(TransferError) {
        guard let pointer = curl_easy_init() else { throw TransferError(.other, "no memory for a transfer") }
        self.pointer = pointer
    }

    deinit { curl_easy_cleanup(pointer) }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try Self.check(ccurl_set_number(pointer, option, value))
    }

    func set(_ option: CURLoption, size value: Int64) throws(TransferError) {
        try Self.check(ccurl_set_size(pointer, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        // A zero byte would cut the text, and another text would be sent than was checked.
        guard !value.utf8.contains(0) else { throw TransferError(.invalidRequest, "a zero byte stands in the request") }
        try Self.check(ccurl_set_text(pointer, option, value))
    }

    func set(_ option: CURLoption, context value: UnsafeMutableRawPointer) throws(TransferError) {
        try Self.check(ccurl_set_pointer(pointer, option, value))
    }

    func set(_ option: CURLoption, _ list: borrowing TextList) throws(TransferError) {
        try Self.check(ccurl_set_list(pointer, option, list.first))
    }

    func set(_ option: CURLoption, call: @escaping ccurl_data_function) throws(TransferError) {
        try Self.check(ccurl_set_data_function(pointer, option, call))
    }

    func set(seek: @escaping ccurl_seek_function) throws(TransferError) {
        try Self.check(ccurl_set_seek_function(pointer, seek))
    }

    func set(openSocket: @escaping ccurl_socket_function) throws(TransferError) {
        try Self.check(ccurl_set_socket_function(pointer, openSocket))
    }

    static func check(_ code: CURLcode) throws(TransferError) {
        guard code != CURLE_OK else { return }
        throw TransferError(.invalidRequest, String(cString: curl_easy_strerror(code)))
    }
}

/// Lines handed to the library, which must outlive the transfer.
struct TextList: ~Copyable {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) throws(TransferError) {
        for line in lines {
            guard let longer = curl_slist_append(first, line) else {
                curl_slist_free_all(first)
                first = nil
                throw TransferError(.other, "no memory for a transfer")
            }
            first = longer
        }
    }

    deinit { curl_slist_free_all(first) }
}

/// The handle under which many transfers run.
///
/// Unchecked: `wake` alone is called from other threads, which curl_multi_wakeup(3) allows.
struct MultiHandle: ~Copyable, @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    init(idleConnections: Int) throws(TransferError) {
        guard CurlLibrary.isReady, let pointer = curl_multi_init() else {
            throw TransferError(.other, "libcurl could not be started")
        }
        self.pointer = pointer
        _ = ccurl_multi_set_number(pointer, CURLMOPT_MAXCONNECTS, idleConnections)
    }

    deinit { curl_multi_cleanup(pointer) }

    func wake() { curl_multi_wakeup(pointer) }
}

import CCurl

/// The library that speaks to networks.
public enum CurlLibrary {
    /// Names and versions of the library and what it is built on.
    public static var version: String { String(cString: curl_version()) }

    /// Done once, before the first transfer and never without one.
    static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

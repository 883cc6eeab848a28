import CCurl

/// The library that speaks to networks.
public enum Curl {
    /// Names and versions of the library and what it is built on.
    public static var version: String { String(cString: curl_version()) }
}

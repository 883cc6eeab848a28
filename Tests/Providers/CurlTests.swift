import Curl
import Testing

@Suite struct CurlTests {
    @Test func versionIsKnown() {
        #expect(Curl.version.contains("."))
    }
}

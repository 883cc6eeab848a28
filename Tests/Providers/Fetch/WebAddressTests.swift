import Testing

@testable import Providers

/// Web addresses as we read and write them, and the list of hosts.
struct WebAddressTests {
    @Test(arguments: [
        ("http://example.com", "http://example.com/"),
        ("HTTPS://Example.COM:8443/A/b?c=d#e", "https://example.com:8443/A/b?c=d"),
        (" https://example.com/a b.pdf ", "https://example.com/a%20b.pdf"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com/ü?q=ä&r=%20%zz", "https://example.com/%C3%BC?q=%C3%A4&r=%20%25zz"),
        ("https://example.com/a/./b/../c/%2e%2E/d", "https://example.com/a/d"),
        ("https://example.com/../../etc/passwd", "https://example.com/etc/passwd"),
        ("https://example.com?x", "https://example.com/?x"), ("https://example.com:/", "https://example.com/"),
        ("https://user:pa%40ss@example.com/x", "https://example.com/x"),
        ("https://a@b@example.com/x", "https://example.com/x"),
        ("http://[::1]:81/", "http://[::1]:81/"), ("http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"),
        ("http://2130706433/", "http://127.0.0.1/"), ("http://0x7f.1:80/", "http://127.0.0.1:80/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BU\u{308}CHER.example/", "https://xn--bcher-kva.example/"),
        ("https://例え。テスト/", "https://xn--r8jz45g.xn--zckzah/"),
        ("https://пример.испытание/", "https://xn--e1afmkfd.xn--80akhbyknj4f/"),
        ("https://my_bucket.example/", "https://my_bucket.example/"),
    ])
    func areReadAndWritten(text: String, expected: String) throws {
        #expect(try WebAddress(text).text == expected)
    }

    @Test(arguments: [
        ("ftp://example.com/a", AddressError.scheme("ftp")), ("file:///etc/passwd", .scheme("file")),
        ("gopher://127.0.0.1:25/_x", .scheme("gopher")), ("javascript:alert(1)", .scheme("javascript")),
        ("example.com/a", .malformed), ("", .malformed), ("http:/example.com", .malformed), ("http://", .malformed),
        ("http:///a", .malformed), ("//example.com/", .malformed), ("http://exa mple.com/", .malformed),
        ("http://example.com\\@evil.example/", .malformed), ("http://a\u{0}b/", .malformed),
        ("http://example.com\r\nHost: x/", .malformed), ("http://example.com:99999/", .malformed),
        ("http://example.com:0/", .malformed), ("http://example.com:8a/", .malformed), ("http://[::1/", .malformed),
        ("http://[::1]x/", .malformed), ("http://[fe80::1%25eth0]/", .malformed), ("http://a..b/", .malformed),
        ("http://%31%32%37.0.0.1/", .malformed), ("http://a%0d%0ab@example.com/", .malformed),
    ])
    func othersAreRefused(text: String, error: AddressError) {
        #expect(throws: error) { try WebAddress(text) }
    }

    @Test func tooLongIsRefused() {
        let text = "https://example.com/" + String(repeating: "a", count: 9000)
        #expect(throws: AddressError.tooLong) { try WebAddress(text) }
    }

    @Test func credentialsAndQueriesAreNotShown() throws {
        let address = try WebAddress("https://user:secret@example.com/a?token=hidden")
        #expect(address.credentials == "user:secret")
        #expect(address.display == "https://example.com/a?...")
        #expect(FetchRequest(.url("https://user:secret@example.com/a?b")).display == "https://example.com/a?...")
        #expect(!FetchRequest(.url("https//user:secret@example")).display.contains("secret"))
    }

    @Test(
        arguments: [
            ("c", "https://example.com/a/c"), ("/c?d", "https://example.com/c?d"),
            ("?x=1", "https://example.com/a/b?x=1"),
            ("../../c", "https://example.com/c"), ("//other.example/c", "https://other.example/c"),
            ("http://other.example:81/c", "http://other.example:81/c"), ("", "https://example.com/a/b?q"),
            ("#top", "https://example.com/a/b?q"), ("c:d", nil), ("./c:d", "https://example.com/a/c:d"),
            ("file:///etc/passwd", nil), ("gopher://127.0.0.1/", nil),
        ] as [(String, String?)])
    func redirectsAreResolved(reference: String, expected: String?) throws {
        let base = try WebAddress("https://user:secret@example.com/a/b?q")
        #expect((try? base.resolving(reference))?.text == expected)
        #expect((try? base.resolving(reference))?.credentials == nil)
    }

    @Test func hostsAreListedByNameNumberAndPort() throws {
        let list = try HostList([
            "example.com", "*.example.org", "10.0.0.1:8080", "::1", "bücher.example", "[fd00::1]:81",
        ])
        let allowed = [
            "https://example.com/", "http://EXAMPLE.com.:99/", "https://a.example.org/", "https://a.b.example.org/",
            "http://10.0.0.1:8080/", "http://[::1]/", "http://[::1]:99/", "http://0xa000001:8080/",
            "https://xn--bcher-kva.example/", "http://[fd00::1]:81/",
        ]
        let refused = [
            "https://a.example.com/", "https://example.com.evil.example/", "https://example.org/",
            "https://badexample.org/", "http://10.0.0.1/", "http://10.0.0.2:8080/", "http://[fd00::1]/",
            "https://example.com@evil.example/", "https://evil.example/?example.com",
        ]
        for text in allowed { #expect(list.allows(try WebAddress(text)), "\(text)") }
        for text in refused { #expect(!list.allows(try WebAddress(text)), "\(text)") }
        #expect(list.addresses.count == 3)
    }

    @Test func anEmptyListAndAStarAllowEveryHost() throws {
        let address = try WebAddress("https://example.com/")
        #expect(HostList().allows(address))
        #expect(try HostList(["*"]).allows(address))
    }

    @Test(arguments: [
        "", "https://example.com", "a/b", "a*b.example", "*.10.0.0.1", "example.com:x", "a b", "user@host",
    ])
    func whatIsNoHostIsNotListed(text: String) {
        #expect(throws: HostListError(entry: text)) { try HostList([text]) }
    }
}

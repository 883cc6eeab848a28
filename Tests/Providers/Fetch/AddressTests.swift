import Testing

@testable import Providers

/// Which addresses are what, and which are connected to.
struct AddressTests {
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(literal: text), "\(text)") }

    @Test(arguments: [
        ("127.0.0.1", AddressKind.loopback), ("127.255.255.254", .loopback), ("::1", .loopback),
        ("10.0.0.1", .private), ("172.16.0.1", .private), ("172.31.255.255", .private), ("192.168.1.1", .private),
        ("198.18.0.1", .private), ("fc00::1", .private), ("fd12:3456::1", .private), ("fec0::1", .private),
        ("100.64.0.1", .shared), ("100.127.255.255", .shared),
        ("169.254.0.1", .linkLocal), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
        ("169.254.169.254", .metadata), ("100.100.100.200", .metadata), ("192.0.0.192", .metadata),
        ("fd00:ec2::254", .metadata),
        ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified), ("::", .unspecified),
        ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("ff02::1", .multicast),
        ("240.0.0.1", .reserved), ("255.255.255.255", .reserved), ("192.0.0.1", .reserved), ("4000::1", .reserved),
        ("100::1", .reserved), ("2001:20::1", .reserved), ("192.88.99.1", .reserved),
        ("192.0.2.1", .documentation), ("198.51.100.7", .documentation), ("203.0.113.9", .documentation),
        ("2001:db8::1", .documentation), ("3fff:fff::1", .documentation),
        ("::ffff:10.0.0.1", .embedded(.private)), ("::ffff:8.8.8.8", .embedded(.public)),
        ("::10.0.0.1", .embedded(.private)), ("::ffff:0:127.0.0.1", .embedded(.loopback)),
        ("64:ff9b::169.254.169.254", .embedded(.metadata)), ("64:ff9b::8.8.8.8", .embedded(.public)),
        ("64:ff9b:1::10.0.0.1", .embedded(.private)), ("64:ff9b:1:abcd::8.8.8.8", .embedded(.public)),
        ("2002:a00:1::1", .embedded(.private)), ("2002:7f00:1::", .embedded(.loopback)), ("2002:808:808::1", .public),
        ("2001:0:808:808::5601:101", .embedded(.linkLocal)), ("2001:0:a00:1::f7f7:f7f7", .embedded(.private)),
        ("2001:0:808:808::f7f7:f7f7", .public),
        ("8.8.8.8", .public), ("1.1.1.1", .public), ("172.15.0.1", .public), ("172.32.0.1", .public),
        ("100.63.0.1", .public), ("100.128.0.1", .public), ("11.0.0.1", .public), ("169.253.1.1", .public),
        ("223.255.255.255", .public), ("2606:4700::1111", .public), ("2a00:1450:4001::1", .public),
    ])
    func kinds(text: String, kind: AddressKind) throws {
        #expect(AddressKind(try address(text)) == kind)
    }

    @Test func onlyPublicAddressesAreUsedUnlessAllowed() throws {
        let policy = AddressPolicy()
        #expect(policy.refusal(of: try address("8.8.8.8")) == nil)
        #expect(policy.refusal(of: try address("10.0.0.1")) == "10.0.0.1 is a private address")
        #expect(
            policy.refusal(of: try address("::ffff:10.0.0.1"))
                == "::ffff:a00:1 is an IPv4 address in IPv6 form (a private address)")
        for text in ["127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "fd00::1", "0.0.0.0", "203.0.113.1"] {
            #expect(policy.refusal(of: try address(text)) != nil, "\(text)")
        }
    }

    @Test func allowingPrivateAddressesAllowsNoMetadataService() throws {
        let policy = AddressPolicy(allowsPrivate: true)
        for text in ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "100.64.0.1", "::ffff:10.0.0.1", "64:ff9b::8.8.8.8"] {
            #expect(policy.refusal(of: try address(text)) == nil, "\(text)")
        }
        for text in [
            "169.254.169.254", "169.254.1.1", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254",
            "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "::", "224.0.0.1", "255.255.255.255", "::ffff:0.0.0.0",
        ] {
            #expect(policy.refusal(of: try address(text)) != nil, "\(text)")
        }
    }

    @Test func linkLocalAddressesHaveToBeNamedToo() throws {
        let named: Set = [try address("169.254.1.1")]
        #expect(AddressPolicy(allowsPrivate: true, named: named).refusal(of: try address("169.254.1.1")) == nil)
        #expect(AddressPolicy(allowsPrivate: false, named: named).refusal(of: try address("169.254.1.1")) != nil)
        #expect(AddressPolicy(allowsPrivate: true, named: named).refusal(of: try address("169.254.1.2")) != nil)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("127.1", "127.0.0.1"), ("127.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"), ("0X7F.1", "127.0.0.1"), ("017700000001", "127.0.0.1"),
        ("0177.0.0.01", "127.0.0.1"), ("0", "0.0.0.0"), ("0x", "0.0.0.0"), ("4294967295", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::0:1", "2001:db8::1"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("::ffff:127.0.0.1", "::ffff:7f00:1"),
        ("fe80:0:0:1::2", "fe80:0:0:1::2"), ("1:0:0:2::3", "1:0:0:2::3"),
    ])
    func numbersOfHostsAreReadAsResolversDo(text: String, expected: String) throws {
        #expect(try address(text).description == expected)
    }

    @Test(arguments: [
        "", "a", "1.2.3.4.5", "256.1.1.1", "1.256.1.1", "1.2.65536", "4294967296", "08.1.1.1", "1..2", "1.2.3.",
        "1.2.3.4a", ":", ":::", "1:2", "1:2:3:4:5:6:7:8:9", "12345::", "::1::", "g::", "1:2:3:4:5:6:7::8:9",
        "fe80::1%eth0", "::1.2.3", "1.2.3.4::",
    ])
    func whatIsNoNumberIsAName(text: String) {
        #expect(IPAddress(literal: text) == nil)
    }
}

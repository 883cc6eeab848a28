import Foundation
import Model
import TestSupport
import Testing

@testable import Providers

/// Addresses that manifests may name and the agent does not ask.
struct FetchRefusalTests {
    @Test(arguments: [
        "http://127.0.0.1:PORT/a", "http://localhost:PORT/a", "http://2130706433:PORT/a", "http://0x7f.1:PORT/a",
        "http://[::ffff:127.0.0.1]:PORT/a", "http://0:PORT/a", "http://127.1:PORT/a", "http://[::1]:PORT/a",
    ])
    func ownMachineIsNotAskedUnlessAllowed(address: String) async throws {
        let server = try FileServer(["files": ["/a": "content"]])
        let downloading = try Downloading(FetchSettings())
        let failure = try await downloading.failure(
            address.replacingOccurrences(of: "PORT", with: String(server.port)))
        #expect(failure.code == .addressRefused, "\(failure.message)")
        #expect(try server.log().isEmpty)
    }

    @Test(arguments: ["http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00:ec2::254]/"])
    func metadataServicesAreNotAskedEvenWhenPrivateAddressesAre(address: String) async throws {
        let downloading = try Downloading(Downloading.settings())
        #expect(try await downloading.failure(address).code == .addressRefused)
        let server = try FileServer()
        let redirected = try await downloading.failure(server.origin + "/redirect/302?" + address)
        #expect(redirected.code == .addressRefused)
        #expect(redirected.details["address"]?.string?.hasPrefix(server.origin) == true)
        #expect(try server.log().count == 1)
    }

    @Test func redirectsAreFollowedAndCheckedAgain() async throws {
        let server = try FileServer(["files": ["/x/a": "content"]])
        let other = try FileServer(["files": ["/b": "elsewhere"]])
        var settings = Downloading.settings()
        settings.allowHosts = try HostList(["127.0.0.1:\(server.port)"])
        let downloading = try Downloading(settings)
        for status in [301, 302, 303, 307, 308] {
            let (result, content) = try await downloading.fetch(server.origin + "/redirect/\(status)?/x/a")
            #expect(try result.get().redirects == 1)
            #expect(content == Array("content".utf8))
        }
        let elsewhere = try await downloading.failure(server.origin + "/redirect/302?\(other.origin)/b")
        #expect(elsewhere.code == .addressRefused)
        #expect(elsewhere.message == "Failed to download file: 127.0.0.1:\(other.port) is not in fetch.allow_hosts")
        #expect(try other.log().isEmpty)
    }

    @Test(arguments: ["file:///etc/passwd", "gopher://127.0.0.1:25/_a", "ftp://127.0.0.1/", "http://"])
    func redirectsToOtherThingsAreRefused(target: String) async throws {
        let server = try FileServer()
        let downloading = try Downloading(Downloading.settings())
        let failure = try await downloading.failure(server.origin + "/redirect/302?" + target)
        #expect(failure.code == .addressRefused, "\(failure.message)")
    }

    @Test func redirectsEnd() async throws {
        let server = try FileServer()
        let downloading = try Downloading(Downloading.settings())
        let failure = try await downloading.failure(server.origin + "/loop")
        #expect(failure.message == "Failed to download file: more than 5 redirects")
        #expect(try server.log().count == 6)
    }

    @Test func credentialsStayWithTheirServer() async throws {
        let server = try FileServer()
        let other = try FileServer(["files": ["/b": "elsewhere"]])
        let downloading = try Downloading(Downloading.settings())
        _ = try await downloading.fetch("http://user:pass@127.0.0.1:\(server.port)/redirect/302?\(other.origin)/b")
        #expect(try server.log().first?["headers"]?["authorization"] != nil)
        #expect(try other.log().first?["headers"]?["authorization"] == nil)
    }

    @Test(arguments: ["", "no address", "ftp://example.com/a", "file:///etc/passwd", "/etc/passwd", "C:\\a.pdf"])
    func whatIsNoWebAddressIsTheRowsError(address: String) async throws {
        let downloading = try Downloading(Downloading.settings())
        let failure = try await downloading.failure(address)
        #expect(failure.code == .validationError)
        #expect(failure.message.hasPrefix("Failed to download file: "))
    }

    @Test func theProxyOfTheSettingsIsAskedAndNoPrivateNumber() async throws {
        let proxy = try FileServer(["proxy": true])
        var settings = FetchSettings()
        settings.proxy = proxy.origin
        let downloading = try Downloading(settings)
        let (result, content) = try await downloading.fetch("http://example.com/a")
        #expect(try result.get().bytes > 0)
        #expect(String(decoding: content, as: UTF8.self) == "by proxy: http://example.com/a")
        #expect(try await downloading.failure("http://10.0.0.1/").code == .addressRefused)
        #expect(try proxy.log().count == 1)
    }
}

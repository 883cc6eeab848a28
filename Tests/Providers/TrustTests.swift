import Curl
import Foundation
import TestSupport
import Testing

/// Certificates are checked, whoever made them.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))) struct TrustTests {
    /// Makes a certificate for an address and its key, in one file.
    private func makeCertificate(_ path: String, for address: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=test", "-addext", "subjectAltName=IP:\(address)", "-keyout", path, "-out", path + ".crt",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let certificate = try String(contentsOfFile: path + ".crt", encoding: .utf8)
        let key = try String(contentsOfFile: path, encoding: .utf8)
        try (key + certificate).write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func onlyWhatIsTrustedIsSpokenTo() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/server.pem"
            try makeCertificate(file, for: "127.0.0.1")
            let server = try ProviderServer(certificate: file)
            let running = try RunningExchange()
            var request = HTTPRequest(.get, "https://127.0.0.1:\(server.port)/echo")
            let refused = await running.send(request)
            #expect(refused.problem?.code == .notTrusted)
            request.certificates = file + ".crt"
            let accepted = try await running.send(request).get()
            #expect(accepted.status == 200)
        }
    }

    @Test func aCertificateOfAnotherAddressIsRefused() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/server.pem"
            try makeCertificate(file, for: "192.0.2.1")
            let server = try ProviderServer(certificate: file)
            let running = try RunningExchange()
            var request = HTTPRequest(.get, "https://127.0.0.1:\(server.port)/echo")
            request.certificates = file + ".crt"
            let refused = await running.send(request)
            #expect(refused.problem?.code == .notTrusted)
        }
    }

    @Test func aMissingFileOfCertificatesIsNamed() async throws {
        let running = try RunningExchange()
        var request = HTTPRequest(.get, "https://127.0.0.1:1/")
        request.certificates = "/nowhere/ca.pem"
        let answer = await running.send(request)
        #expect(answer.problem != nil)
    }
}

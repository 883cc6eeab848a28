import Foundation
import Linux
import Model
import Providers
import TestSupport

/// A fetcher over an exchange of its own, and files to download into.
final class Downloading: Sendable {
    let fetcher: Fetcher
    private let running: RunningExchange

    init(_ settings: FetchSettings) throws {
        running = try RunningExchange()
        fetcher = Fetcher(settings, over: running.exchange)
    }

    /// Settings for servers of this machine, with little patience.
    static func settings() -> FetchSettings {
        var settings = FetchSettings()
        settings.allowsPrivate = true
        settings.patience.backoff = .milliseconds(20)
        return settings
    }

    /// What becomes of a download, and what the file holds then.
    func fetch(_ request: FetchRequest) async throws -> (result: Result<FetchedFile, Failure>, content: [UInt8]) {
        try await withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            let file = try directory.create(BytePath("file"))
            let result = await withCheckedContinuation { continuation in
                _ = fetcher.fetch(request, into: file) { continuation.resume(returning: $0) }
            }
            return (result, Array(try Data(contentsOf: URL(fileURLWithPath: path + "/file"))))
        }
    }

    /// The same for an address.
    func fetch(_ address: String) async throws -> (result: Result<FetchedFile, Failure>, content: [UInt8]) {
        try await fetch(FetchRequest(.url(address)))
    }

    /// The failure of a download that must not succeed.
    func failure(_ address: String) async throws -> Failure {
        guard case .failure(let failure) = try await fetch(address).result else { throw Succeeded() }
        return failure
    }

    struct Succeeded: Error {}
}

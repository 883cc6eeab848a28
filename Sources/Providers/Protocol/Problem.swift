import Curl
import Model

/// Why a request has no reply, and what may help.
struct Problem: Error, Sendable, Equatable {
    enum Remedy: Sendable, Equatable {
        case none
        /// The same request later: the server or the way to it failed.
        case again
        /// The same request, but not again and again: it took too long.
        case onceMore
        /// The same request when there is room, after the time the server names.
        case whenThereIsRoom(after: Duration?)
        /// Another request: the server cannot take this one as it stands.
        case otherwise
    }

    var code: FailureCode
    /// What went wrong, in the provider's words where it has some.
    var message: String
    var remedy = Remedy.none
    var resolution: String?
    /// What was paid for nothing.
    var usage = Usage()

    init(_ code: FailureCode, _ message: String, _ remedy: Remedy = .none, resolution: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.resolution = resolution
    }

    /// A transfer that failed.
    init(_ error: TransferError) {
        switch error.code {
        case .cancelled, .stopped: self.init(.cancelled, error.message)
        case .timedOut, .tooSlow: self.init(.timeout, error.message, .onceMore)
        case .tooLarge: self.init(.providerError, "the answer is larger than \(Limits.providerAnswerBytes) bytes")
        case .notTrusted:
            self.init(
                .providerError, "its certificate is not trusted: \(error.message)",
                resolution: "Check `base_url`, or name the certificate of your own server in `ca_file` of the provider."
            )
        default: self.init(.providerError, error.message, error.isTransient ? .again : .none)
        }
    }

    /// An answer that is not what was asked for; the same request may well be answered properly.
    static func unusable(_ message: String) -> Problem {
        Problem(.providerError, message, .again)
    }
}

import Glibc
import Linux
import Model

/// How and with which words a worker ended while it was asked something; tells what that means for the item.
struct WorkerDeath: Sendable, Equatable {
    /// How the process ended; nil when it closed its socket and had to be ended.
    var ending: ProcessEnding?
    /// The end of what it wrote to standard error, ready to be shown.
    var lastWords: String
    /// Highest resident memory that was seen.
    var peakBytes: Int64

    /// The failure of what it was asked about.
    func failure(subject: String) -> Failure {
        Failure(code, "\(sentence(subject)) (\(description))", stage: .parse, details: details)
    }

    private var code: FailureCode {
        switch ending {
        case .signalled(SIGXCPU): .timeout
        // Not by us: only the kernel sends this, when memory is short.
        case .signalled(SIGKILL): .memoryLimit
        default: ranOutOfMemory ? .memoryLimit : .workerCrashed
        }
    }

    private func sentence(_ subject: String) -> String {
        switch code {
        case .timeout: "the reader used up its processor time on \(subject)"
        case .memoryLimit: "the reader ran out of memory on \(subject)"
        default: "the reader crashed on \(subject)"
        }
    }

    private var description: String {
        switch ending {
        case .signalled(let signal): Self.name(of: signal)
        case .exited(let code): "exit code \(code)"
        case nil: "closed its connection"
        }
    }

    private var details: JSONObject {
        var details = JSONObject()
        switch ending {
        case .signalled(let signal): details["signal"] = .string(Self.name(of: signal))
        case .exited(let code): details["exit_code"] = .integer(Int64(code))
        case nil: break
        }
        if peakBytes > 0 { details["resident_bytes"] = .integer(peakBytes) }
        if !lastWords.isEmpty { details["last_words"] = .string(lastWords) }
        return details
    }

    /// What the libraries of a worker say when an allocation is refused by its limit of address space.
    private var ranOutOfMemory: Bool {
        let phrases = ["std::bad_alloc", "failed to allocate", "ut of memory", "annot allocate memory"]
        return phrases.contains { lastWords.contains($0) }
    }

    static func name(of signal: Int32) -> String {
        let names: [Int32: String] = [
            SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGKILL: "SIGKILL",
            SIGSEGV: "SIGSEGV", SIGSYS: "SIGSYS", SIGTERM: "SIGTERM", SIGTRAP: "SIGTRAP", SIGXCPU: "SIGXCPU",
            SIGXFSZ: "SIGXFSZ",
        ]
        return names[signal] ?? "signal \(signal)"
    }
}

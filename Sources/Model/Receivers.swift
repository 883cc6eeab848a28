/// What receivers outside are told of.
public enum NoticeEvent: String, Sendable, CaseIterable {
    /// All files of a batch are there and queued.
    case uploaded = "batch.uploaded"
    /// A batch has its final status.
    case completed = "batch.completed"
    /// A document has no result.
    case documentFailed = "document.failed"
    /// A person asked whether a receiver answers.
    case test = "receiver.test"

    /// What the settings may name.
    public static let chosen: [NoticeEvent] = [.uploaded, .completed, .documentFailed]
}

/// How a receiver is told.
public enum ReceiverKind: String, Sendable, CaseIterable {
    /// By a request over HTTP.
    case webhook
    /// By a program that is run.
    case hook
}

/// An address that is told of events (Standard Webhooks).
public struct Webhook: Sendable, Equatable {
    /// What its queue is kept under, unique in its folder.
    public var name: String
    /// `http://` or `https://`; may itself be a secret.
    public var url: String
    /// Where the secrets that requests are signed with are kept.
    public var secret: SecretPlace
    public var events: [NoticeEvent]
    /// True allows addresses that are not public.
    public var allowPrivate = false
    /// File of certificates that are trusted instead of the system's.
    public var certificates: String?

    public init(name: String, url: String, secret: SecretPlace, events: [NoticeEvent] = NoticeEvent.chosen) {
        self.name = name
        self.url = url
        self.secret = secret
        self.events = events
    }
}

/// A program that is told of events on its standard input.
public struct Hook: Sendable, Equatable {
    /// What its queue is kept under, unique in its folder.
    public var name: String
    /// Absolute path of the program and its arguments.
    public var command: [String]
    public var events: [NoticeEvent]
    /// After which it is killed.
    public var timeout = Limits.hookTimeout
    /// How often it is run for one event while it fails.
    public var attempts = Limits.hookAttempts

    public init(name: String, command: [String], events: [NoticeEvent] = NoticeEvent.chosen) {
        self.name = name
        self.command = command
        self.events = events
    }
}

/// Where numbers about the agent are read by Prometheus.
public struct MetricsSettings: Sendable, Equatable {
    /// Absolute path of a file for the textfile collector of node_exporter.
    public var textfile: String?
    /// Address and port of loopback.
    public var listen: ListenAddress?

    public init(textfile: String? = nil, listen: ListenAddress? = nil) {
        self.textfile = textfile
        self.listen = listen
    }
}

/// An address of loopback with a port.
public struct ListenAddress: Sendable, Equatable {
    /// Version 6 is `::1`, version 4 `127.0.0.1`.
    public var isVersion6: Bool
    public var port: UInt16

    public init(isVersion6: Bool, port: UInt16) {
        self.isVersion6 = isVersion6
        self.port = port
    }

    /// Reads `127.0.0.1:9464`, `localhost:9464` or `[::1]:9464`; nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        switch text[..<colon] {
        case "127.0.0.1", "localhost": self.init(isVersion6: false, port: port)
        case "[::1]": self.init(isVersion6: true, port: port)
        default: return nil
        }
    }
}

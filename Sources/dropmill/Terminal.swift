import Glibc
import Model

/// Writing to the terminal: plain lines elsewhere, a bar that stays in place on a terminal.
enum Terminal {
    /// Writes a line to standard error.
    static func complain(_ text: String) {
        writeAll(text + "\n", to: STDERR_FILENO)
    }

    /// Writes a line to standard output.
    static func say(_ text: String) {
        writeAll(text + "\n", to: STDOUT_FILENO)
    }

    /// Writes one JSON value and a line end to standard output.
    static func say(json value: JSONValue) {
        let text = JSONWriter.bytes(of: value, style: .pretty)
        say(String(decoding: text, as: UTF8.self))
    }

    /// True when a descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// A bar of `width` characters filled to a share from 0 to 1.
    static func bar(_ share: Double, width: Int = 28) -> String {
        let filled = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"
    }

    /// Seconds as `1 h 02 min`, `3 min 20 s` or `12 s`.
    static func duration(seconds: Int64) -> String {
        if seconds >= 3600 { return "\(seconds / 3600) h \(seconds / 60 % 60) min" }
        if seconds >= 60 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds) s"
    }

    /// Text padded with spaces to a width.
    static func pad(_ text: String, _ width: Int) -> String {
        text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
    }

    static func writeAll(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { write(descriptor, $0 + done, buffer.count - done) } ?? 0
            }
            if count <= 0 { return }
            done += count
        }
    }
}

/// One line of progress on standard error that is drawn over itself on a terminal, and said now and then elsewhere.
struct ProgressLine {
    private let isTerminal = Terminal.isTerminal(STDERR_FILENO)
    private var lastText = ""
    private var saidText = ""
    private var lastSaid: Duration = .zero
    /// Seconds between plain lines where there is no terminal.
    private static let plainInterval = Duration.seconds(5)

    /// Shows a state; `now` is a time since boot.
    mutating func show(_ text: String, now: Duration) {
        guard text != lastText else { return }
        if isTerminal {
            Terminal.writeAll("\r\u{1B}[K" + text, to: STDERR_FILENO)
        } else if lastSaid == .zero || now - lastSaid >= Self.plainInterval {
            Terminal.complain(text)
            lastSaid = now
            saidText = text
        }
        lastText = text
    }

    /// Ends the line, leaving a last text on it.
    mutating func finish(_ text: String) {
        guard isTerminal || text != saidText else { return }
        Terminal.writeAll((isTerminal ? "\r\u{1B}[K" : "") + text + "\n", to: STDERR_FILENO)
    }
}

import Glibc
import Model

/// One line of progress on standard error that is drawn over itself on a terminal, and said now and then elsewhere.
struct ProgressLine {
    private let isTerminal = Terminal.canRedraw(STDERR_FILENO)
    private var lastText = ""
    private var saidText = ""
    private var lastSaid: Duration = .zero
    private var lastDrawn: Duration?
    /// Seconds between plain lines where there is no terminal.
    private static let plainInterval = Duration.seconds(5)
    /// Time between two drawings: eyes see no more.
    private static let drawInterval = Duration.milliseconds(250)

    /// Shows a state; `now` is a time since boot.
    mutating func show(_ text: String, now: Duration) {
        guard text != lastText else { return }
        if isTerminal {
            if let lastDrawn, now - lastDrawn < Self.drawInterval { return }
            lastDrawn = now
            // A line that the terminal breaks could not be drawn over.
            let columns = Terminal.size(of: STDERR_FILENO)?.columns ?? LiveView.usualColumns
            Terminal.writeAll("\r\u{1B}[K" + DisplayWidth.clip(text, to: columns - 1), to: STDERR_FILENO)
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

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

    /// Writes everything; false when nobody reads any more.
    @discardableResult
    static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { write(descriptor, $0 + done, buffer.count - done) } ?? 0
            }
            if count <= 0 { return false }
            done += count
        }
        return true
    }

    /// True when lines can be drawn over on a descriptor: a terminal that knows how.
    static func canRedraw(_ descriptor: Int32) -> Bool {
        let kind = Environment.current["TERM"] ?? ""
        return isTerminal(descriptor) && kind != "dumb" && !kind.isEmpty
    }

    /// Columns and rows of the terminal behind a descriptor; nil where there is none.
    static func size(of descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}

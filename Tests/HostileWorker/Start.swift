import EscapeAttempts
import Glibc

/// Does at once what the name of the program asks for; returns for every other name.
func misbehaveAtStart(as program: String) {
    switch program {
    case "dead-worker":
        complain("cannot find my books\n")
        exit(7)
    case "newer-worker": speak([2, 1, 0, 0, 0, 0, 0, 0])
    case "babbling-worker": speak(Array("Hello, agent!\n".utf8))
    case "unlocked-worker":
        let text = Array(#"{"libraries":{},"sandbox":[],"missing":["landlock: Function not implemented"]}"#.utf8)
        speak([1, 1, 0, 0, UInt8(text.count), 0, 0, 0] + text)
    case "without-landlock": launchWithoutLandlock()
    case "outside-worker":
        escapeOutside()
        exit(0)
    default: return
    }
    while true { pause() }
}

/// Tries, outside any sandbox, what works there for everybody; names what failed on standard error.
private func escapeOutside() {
    _ = open("/dev/null", O_RDONLY)
    for number in 0..<escape_count() where escape_works_outside(number) {
        let result = escape_attempt(number, 0, getppid())
        if result < 0 {
            complain("\(String(cString: escape_name(number))): \(String(cString: strerror(Int32(-result))))\n")
        }
    }
}

/// Writes raw bytes to the agent.
func speak(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { write(STDIN_FILENO, $0.baseAddress, $0.count) }
}

/// Writes to standard error.
func complain(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

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
    default: return
    }
    while true { pause() }
}

/// Writes raw bytes to the agent.
func speak(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { write(STDIN_FILENO, $0.baseAddress, $0.count) }
}

/// Writes to standard error.
func complain(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

import Foundation
import Model
import TestSupport

/// A pipe that gives out a file in pieces over some seconds, and notes when it gives the last one.
struct Trickle {
    let source: String
    let seconds: Double
    var pieces = 24
    /// True: most of the file comes at once and the rest not before `seconds`, for a client that is to be killed.
    var stallsAtTheEnd = false

    private var stamp: String { source + ".last-byte" }

    /// The beginning of a pipe of a shell.
    var command: String {
        "python3 -c '\(Self.script)' '\(source)' \(seconds) \(stallsAtTheEnd ? 1 : pieces) '\(stamp)'"
    }

    /// When the last piece went out; nil before that.
    var lastByte: Timestamp? {
        (FileManager.default.contents(atPath: stamp)).flatMap { Double(String(decoding: $0, as: UTF8.self)) }
            .map { Timestamp(milliseconds: Int64($0 * 1000)) }
    }

    private static let script = """
        import sys, time
        path, seconds, pieces, stamp = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        data = open(path, "rb").read()
        # One piece means: four fifths at once, then a long wait.
        size = -(-len(data) // pieces) if pieces > 1 else len(data) * 4 // 5
        for at in range(0, len(data), size):
            if at:
                time.sleep(seconds / pieces)
            if at + size >= len(data):
                open(stamp, "w").write(str(time.time()))
            sys.stdout.buffer.write(data[at:at + size])
            sys.stdout.flush()
        """
}

extension AgentProcess {
    /// Runs a client by a line of shell to its end; throws with what it said when it fails.
    func send(_ command: String, within limit: Duration = .seconds(120)) async throws {
        let client = try ChildProcess("/bin/sh", ["-c", command], label: UUID().uuidString, logs: "\(place)/logs")
        let code = try await client.exit(within: limit)
        try check(code == 0, "\(command) ended with \(code): \(client.output)\(client.errors)")
    }

    /// Starts a client by a line of shell that is to be killed, with everything it starts.
    func startClient(_ command: String) throws -> ServerProcess {
        try ServerProcess("\(command) &", label: UUID().uuidString, place: "\(place)/logs")
    }
}

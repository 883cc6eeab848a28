import EscapeAttempts
import Glibc
import Linux
import Model
import WorkerProtocol

/// Does with a document what its name asks for; a name that starts with `thread ` does the rest on a second thread.
func misbehave(_ request: WorkerRequest, _ file: Int32, _ sink: inout PartWriter) -> WorkerReport {
    switch request.name {
    case "echo": return echo(file, &sink)
    case "nothing": return WorkerReport(mimeType: "text/plain")
    case "failure":
        return WorkerReport(failure: Failure(.corruptDocument, "the document is damaged", stage: .parse))
    case "steer": return WorkerReport(steering: .object(request.parameters))
    case "process id": return WorkerReport(title: String(getpid()))
    case "two reports":
        speak(["first", "second"].flatMap { Frame.bytes(.report, WorkerReport(title: $0).encoded()) })
        while true { pause() }
    case "identity": return identity()
    case "descriptors": return WorkerReport(warnings: descriptors())
    case "slow pages":
        sink.expectPages(100)
        usleep(600_000)
        return WorkerReport(pageCount: 100)
    case "endless output":
        while true { sink.write([UInt8](repeating: 0x20, count: 1 << 16), to: .documentText) }
    case let name where name.hasPrefix("thread "):
        return onSecondThread { attempt(String(name.dropFirst(7)), file) }
    default: return attempt(request.name, file)
    }
}

private func echo(_ file: Int32, _ sink: inout PartWriter) -> WorkerReport {
    var chunk = [UInt8](repeating: 0, count: 100_000)
    var total = 0
    while case let count = read(file, &chunk, chunk.count), count > 0 {
        total += count
        sink.write(Array(chunk.prefix(count)), to: .documentText)
        sink.write(Array("\(count),".utf8), to: .documentJSON)
    }
    return WorkerReport(mimeType: "text/plain", pageCount: total)
}

private func identity() -> WorkerReport {
    let environment = sequence(state: environ) { place in
        defer { place += 1 }
        return place.pointee.map { String(cString: $0) }
    }
    return WorkerReport(title: "\(getuid()):\(getgid()):\(getgroups(0, nil))", warnings: environment.sorted())
}

private func onSecondThread(_ body: @escaping @Sendable () -> WorkerReport) -> WorkerReport {
    let reports = Mailbox<WorkerReport>()
    BlockingThread.start("second") { reports.put(body()) }
    return reports.take().first ?? WorkerReport()
}

private func attempt(_ name: String, _ file: Int32) -> WorkerReport {
    switch name {
    case "crash": UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case "abort":
        complain(String(repeating: "noise ", count: 20_000) + "\nassertion failed: \u{1B}[2Jthe end\n")
        abort()
    case "leave": exit(3)
    case "hang": while true { pause() }
    case "spin": while true { sched_yield() }
    case "chatter": while true { complain(String(repeating: "and another thing ", count: 1000)) }
    case "close":
        close(STDIN_FILENO)
        while true { pause() }
    case "eat memory": eatMemory(bytes: 3 << 29)
    case "grow": eatMemory(bytes: 300 << 20)
    case "eat addresses": eatAddresses()
    case "used up": raise(SIGXCPU)
    case "killed": raise(SIGKILL)
    case "half a frame":
        speak([1, 5, 0, 0, 100, 0, 0, 0, 0x7B])
        exit(0)
    case "huge frame": speak([1, 3, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF])
    case "garbage": speak(Array("<html>this is not the protocol</html>".utf8))
    case "climbing attachment": speak([1, 9, 0, 0, 6, 0, 0, 0, 1, 0] + Array("../x".utf8))
    case "bad report": speak([1, 5, 0, 0, 2, 0, 0, 0] + Array("[]".utf8))
    case "gift": _ = try? Socket(descriptor: dup(STDIN_FILENO), label: "agent").send([1][...], attaching: STDERR_FILENO)
    default: return escape(name, file)
    }
    if ["grow", "eat memory", "eat addresses"].contains(name) { return WorkerReport() }
    while true { pause() }
}

/// Tries to leave the sandbox; the title says with which error it failed, or `done`.
private func escape(_ name: String, _ file: Int32) -> WorkerReport {
    let result: Int
    switch name {
    case "read a library": result = open("/usr/share/zoneinfo/UTC", O_RDONLY) >= 0 || errno == ENOENT ? 0 : -Int(errno)
    case "start a program": result = startProgram()
    default:
        let number = (0..<escape_count()).first { String(cString: escape_name($0)) == name }
        result = number.map { escape_attempt($0, file, getppid()) } ?? -Int(EINVAL)
    }
    return WorkerReport(title: result >= 0 ? "done" : "errno \(-result)")
}

private func startProgram() -> Int {
    var child: pid_t = 0
    return -Int(posix_spawn(&child, "/bin/true", nil, nil, [nil], [nil]))
}

/// The numbers of the descriptors it has.
private func descriptors() -> [String] {
    (0..<Int32(Limits.workerOpenFiles)).filter { fcntl($0, F_GETFD) >= 0 }.map { String($0) }
}

private func eatMemory(bytes: Int) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4096)
    for offset in stride(from: 0, to: bytes, by: 4096) {
        memory.storeBytes(of: 1, toByteOffset: offset, as: UInt8.self)
    }
    if bytes >= Limits.workerMemoryBytes { while true { pause() } }
}

private func eatAddresses() {
    if malloc(8 << 30) == nil {
        complain("GLib-ERROR: failed to allocate 8589934592 bytes\n")
        abort()
    }
}

import Linux
import Model
import Testing

@testable import Workers

@Suite struct WorkerDeathTests {
    @Test(arguments: [
        (ProcessEnding.signalled(11), "", FailureCode.workerCrashed, "SIGSEGV"),
        (.signalled(9), "", .memoryLimit, "SIGKILL"),
        (.signalled(24), "", .timeout, "SIGXCPU"),
        (.signalled(6), "terminate called after throwing an instance of 'std::bad_alloc'", .memoryLimit, "SIGABRT"),
        (.signalled(5), "GLib-ERROR **: failed to allocate 1 bytes", .memoryLimit, "SIGTRAP"),
        (.signalled(40), "", .workerCrashed, "signal 40"),
        (.exited(1), "", .workerCrashed, "exit code 1"),
    ])
    func eachEndingHasItsCode(ending: ProcessEnding, words: String, code: FailureCode, name: String) {
        let death = WorkerDeath(ending: ending, lastWords: words, peakBytes: 0)
        let failure = death.failure(subject: "\"a.pdf\"")
        #expect(failure.code == code)
        #expect(failure.message.hasSuffix("on \"a.pdf\" (\(name))"))
        #expect(failure.retryable)
    }
}

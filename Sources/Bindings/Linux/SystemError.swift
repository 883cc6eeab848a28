import CLinux
import Glibc

/// A refused system call: its error number, what it was about, and the call.
public struct SystemError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The error number, as in errno(3).
    public let code: Int32
    /// The name of the call.
    public let call: String
    /// What the call was made on, ready to be shown.
    public let subject: String

    public init(code: Int32, call: String, subject: String) {
        self.code = code
        self.call = call
        self.subject = subject
    }

    /// The kernel's sentence for the number.
    public var reason: String { String(cString: strerror(code)) }

    public var description: String { "\(subject): \(reason) (\(call))" }

    /// Passes a result on, or throws when it is a negated error number.
    @discardableResult
    static func check<Result: SignedInteger>(
        _ result: Result, _ call: String, _ subject: @autoclosure () -> String
    ) throws(SystemError) -> Result {
        if result < 0 { throw SystemError(code: Int32(-result), call: call, subject: subject()) }
        return result
    }

    public var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
    public var isExisting: Bool { code == EEXIST || code == ENOTEMPTY }
    public var isDenied: Bool { code == EACCES || code == EPERM || code == EROFS }
    /// A symbolic link or `..` stood in the way.
    public var isEscape: Bool { code == ELOOP || code == EXDEV }
    public var isStorageFull: Bool { code == ENOSPC || code == EDQUOT }
    /// Worth waiting for: the cause lies outside the file (WATCHING rule 27).
    public var isTransient: Bool {
        [ENOSPC, EDQUOT, EIO, EBUSY, ESTALE, EMFILE, ENFILE, ENOMEM, ENOBUFS, EAGAIN, EROFS].contains(code)
    }
}

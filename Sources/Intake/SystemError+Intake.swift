import Glibc
import Linux

extension SystemError {
    /// The file system does not know the flag.
    var isInvalid: Bool { code == EINVAL }
    /// Our own open would have waited for somebody's lease.
    var isWouldBlock: Bool { code == EWOULDBLOCK }
    /// Another mount is in the way.
    var isOtherMount: Bool { code == EXDEV || code == EBUSY }
}

/// Sent to the holder of a lease when a writer comes; its default ends the process.
let leaseBreakSignal = SIGIO

import Testing

/// A class of system calls of intake, work and publication, with the errors the kernel may answer.
struct FaultClass: Sendable, CustomTestStringConvertible {
    let name: String
    let calls: String
    let errors: [String]

    var testDescription: String { name }

    init(_ name: String, _ calls: String, _ errors: String...) {
        self.name = name
        self.calls = calls
        self.errors = errors
    }

    /// Every class the agent uses from a drop to the final status; `strace -c` of that shows no other call that can
    /// fail for a cause outside of the agent.
    static let all = [
        FaultClass("open", "openat,openat2", "EIO", "EMFILE", "EACCES", "ENOSPC", "EROFS", "ESTALE", "ENOMEM"),
        FaultClass("make a directory", "mkdirat", "ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "ESTALE"),
        FaultClass("rename", "renameat,renameat2", "EIO", "ENOSPC", "EACCES", "EBUSY", "EROFS", "ESTALE", "EDQUOT"),
        FaultClass("fsync", "fsync,syncfs", "EIO", "ENOSPC", "EDQUOT", "EINTR"),
        FaultClass("write", "write", "ENOSPC", "EIO", "EDQUOT", "EINTR", "ESTALE"),
        FaultClass("read", "read", "EIO", "EINTR", "ESTALE"),
        FaultClass("unlink", "unlinkat", "EIO", "EACCES", "EROFS", "EBUSY", "ESTALE"),
        FaultClass("status", "statx", "EIO", "EACCES", "ESTALE", "ENOMEM"),
        FaultClass("list", "getdents64", "EIO", "ENOMEM", "ESTALE"),
        FaultClass("lease", "fcntl", "EINVAL", "EACCES", "EAGAIN"),
        FaultClass("watch", "inotify_add_watch", "ENOSPC", "ENOMEM", "EACCES"),
        FaultClass("socket of a worker", "socketpair", "EMFILE", "ENFILE", "ENOMEM"),
        FaultClass("start of a worker", "clone,clone3,vfork", "EAGAIN", "ENOMEM"),
        FaultClass("send to a worker", "sendmsg", "EINTR", "ENOBUFS", "EPIPE"),
        FaultClass("hear from a worker", "recvmsg", "EINTR", "ENOMEM", "ECONNRESET"),
        FaultClass("mode", "chmod,fchmodat", "EIO", "EPERM", "EROFS"),
        FaultClass("write to the store", "pwrite64", "ENOSPC", "EIO", "EDQUOT"),
        FaultClass("sync the store", "fdatasync", "EIO", "ENOSPC"),
        FaultClass("read the store", "pread64", "EIO", "EINTR"),
        FaultClass("free space", "fstatfs,statfs", "EIO"),
    ]
}

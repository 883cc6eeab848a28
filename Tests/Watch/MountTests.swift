import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Watch

/// Mounts that come and go; needs the right to mount.
@Suite(.serialized, .enabled(if: mayMount)) struct MountTests {
    @Test func unmountedRootIsLostUntilItIsMountedAgain() throws {
        let prepare: (Scene) throws -> Void = { try Self.mountMemory(at: $0.inboxPath) }
        try withScene(WatchPolicy(timings: quickTimings()), prepare: prepare) { scene in
            defer { umount(scene.inboxPath) }
            try scene.write("inbox/1.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "1.pdf"))
            #expect(umount(scene.inboxPath) == 0)
            #expect(scene.recorder.wait(for: .lost))
            // The empty directory below the mount point must not be taken for the inbox.
            #expect(eventually { scene.watcher.report(of: inbox)?.reason.contains("No such device") == true })
            #expect(!scene.recorder.all.contains { $0.change == .rescan })
            try Self.mountMemory(at: scene.inboxPath)
            #expect(scene.recorder.wait(for: .rescan))
            try scene.write("inbox/2.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "2.pdf"))
        }
    }

    @Test func mountBelowAnInboxIsFoundAtTheFullReconcile() throws {
        var timings = quickTimings()
        timings.fullReconcile = .milliseconds(50)
        try withScene(WatchPolicy(timings: timings), prepare: { try $0.make("inbox/disk") }) { scene in
            try Self.mountMemory(at: scene.inboxPath + "/disk")
            defer { umount2(scene.inboxPath + "/disk", Int32(MNT_DETACH)) }
            try scene.write("inbox/disk/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "disk/1.pdf"))
            try scene.write("inbox/disk/2.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "disk/2.pdf"))
        }
    }

    private static func mountMemory(at path: String) throws {
        guard Glibc.mount("tmpfs", path, "tmpfs", 0, nil) == 0 else {
            throw SystemError(code: errno, call: "mount", subject: path)
        }
    }
}

private let mayMount: Bool =
    (try? withTemporaryDirectory { path in
        guard Glibc.mount("tmpfs", path, "tmpfs", 0, nil) == 0 else { return false }
        return umount(path) == 0
    }) ?? false

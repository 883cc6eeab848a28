import Model
import TestSupport
import Testing

/// Programs of this machine that bring a tree into the inbox, with each way to watch it.
struct CopyTests {
    @Test func programsThatCopy() async throws {
        try await AgentProcess.take(Self.core + Self.more, long: 5, at: .folder("batch_settle: 2500ms"))
    }

    @Test func programsThatCopyToAPolledInbox() async throws {
        try await AgentProcess.take(
            Self.core, long: 3, note: ", polled",
            at: .folder("backend: poll", "settle: 3s", "batch_settle: 3s"))
    }

    @Test func programsThatCopyOverANetwork() async throws {
        try await AgentProcess.take(
            Self.core, long: 3, note: ", writers: network",
            at: .folder("writers: network", "settle: 3s", "batch_settle: 3s"))
    }

    /// With every back end.
    static let core = [
        Delivery("cp -r", "cp -r \"$WANT\" \"$TO\""),
        Delivery(
            "cp -a with old times", "find \"$WANT\" -exec touch -d 2001-01-01 {} +; cp -a \"$WANT\" \"$TO\""),
        Delivery("tar x", "mkdir \"$TO\"; tar c -C \"$WANT\" . | tar x -C \"$TO\""),
        Delivery("mv on the same file system", "cp -r \"$WANT\" \"$SPARE/ready\"; mv \"$SPARE/ready\" \"$TO\""),
        Delivery("mv from another file system", "cp -r \"$WANT\" \"$OTHER/ready\"; mv \"$OTHER/ready\" \"$TO\""),
        Delivery("hard links", "cp -rl \"$WANT\" \"$TO\""),
        Delivery("rsync", "rsync -a \"$WANT/\" \"$TO/\""),
        Delivery("rsync --inplace", "rsync -a --inplace \"$WANT/\" \"$TO/\""),
        Delivery("mmap", way: "mapped"),
        Delivery("fallocate, then fill", way: "allocated"),
        Delivery("truncate to full size, then fill", way: "truncated"),
        Delivery("open for a while without writing", way: "held", seconds: 4),
        Delivery("LibreOffice saves", way: "libreoffice"),
        Delivery("Chrome downloads", way: "chrome"),
    ]

    private static let more = [
        Delivery(
            "ln -f over a first version",
            "cp -r \"$WANT\" \"$SPARE/first\"; cp -r \"$SPARE/first\" \"$TO\"; echo more >>\"$TO/table.csv\"; "
                + "(cd \"$WANT\"; find . -type f -exec ln -f {} \"$TO\"/{} \\;)"),
        Delivery("install -D", "cd \"$WANT\"; find . -type f -exec install -D {} \"$TO\"/{} \\;"),
        Delivery(
            "dd oflag=sync, small blocks",
            "cd \"$WANT\"; find . -type d -exec mkdir -p \"$TO\"/{} \\;; "
                + "find . -type f -exec dd bs=512 oflag=sync status=none if={} of=\"$TO\"/{} \\;"),
        Delivery(
            "dd fed slowly",
            "mkdir -p \"$TO\"; cp -r \"$WANT\"/notes \"$WANT\"/table.csv \"$TO\"; "
                + "(head -c 300 \"$WANT/letter.pdf\"; sleep 2.5; tail -c +301 \"$WANT/letter.pdf\") "
                + "| dd of=\"$TO/letter.pdf\" bs=256 iflag=fullblock status=none"),
        Delivery(
            "tar x fed slowly",
            "mkdir \"$TO\"; tar cf \"$SPARE/tar\" -C \"$WANT\" .; "
                + "(head -c 3000 \"$SPARE/tar\"; sleep 2.5; tail -c +3001 \"$SPARE/tar\") | tar x -C \"$TO\""),
        Delivery(
            "rsync --bwlimit", "rsync -a --no-compress --bwlimit=10k --partial \"$WANT/\" \"$TO/\""),
        Delivery("rsync --delay-updates", "rsync -a --delay-updates \"$WANT/\" \"$TO/\""),
        Delivery("rsync into .part, then mv", "rsync -a \"$WANT/\" \"$TO.part/\"; mv \"$TO.part\" \"$TO\""),
        Delivery(
            "unzip", "(cd \"$WANT\"; zip -qr \"$SPARE/papers.zip\" .); unzip -q \"$SPARE/papers.zip\" -d \"$TO\""),
        Delivery(
            "cp --sparse=always",
            "truncate -s 300k \"$WANT/table.csv\"; echo end >>\"$WANT/table.csv\"; tr '\\0' ' ' "
                + "<\"$WANT/table.csv\" >\"$SPARE/t\"; mv \"$SPARE/t\" \"$WANT/table.csv\"; "
                + "cp -r --sparse=always \"$WANT\" \"$TO\""),
        Delivery("several writers in one directory", way: "held", seconds: 2),
        Delivery("rewritten just after the close", way: "rewritten"),
        Delivery("deleted and made again", way: "recreated", seconds: 0.7),
        Delivery("touch and chmod after the close", way: "touched", seconds: 0.7),
    ]
}

import Foundation
import Model
import TestSupport
import Testing

/// What desktop programs do beside writing a file: temporary names, backups, litter, odd names, early markers.
struct HabitTests {
    @Test func programsThatSaveAndDownload() async throws {
        // Longer than the gaps in which a program has nothing open, also on a busy machine.
        try await AgentProcess.take(
            Self.trees + Self.looseFiles, long: 5, at: .folder("settle: 1500ms", "batch_settle: 3s"))
    }

    private static let trees = [
        Delivery("vim saves", way: "vim", seconds: 0.8),
        Delivery("Office saves", way: "office"),
        Delivery("gedit saves", way: "gedit"),
        Delivery("sed -i", way: "sed"),
        Delivery("Firefox downloads", way: "firefox"),
        Delivery("Safari downloads", way: "safari"),
        Delivery("Opera downloads", way: "opera"),
        Delivery("WinSCP uploads", way: "partial"),
        Delivery(
            "Finder litter",
            "cp -r \"$WANT\" \"$TO\"; cd \"$TO\"; touch .DS_Store ._letter.pdf notes/._long.txt .localized; "
                + "mkdir __MACOSX .Trashes; echo x | tee __MACOSX/._letter.pdf >$'Icon\\r'"),
        Delivery(
            "Explorer litter",
            "cp -r \"$WANT\" \"$TO\"; cd \"$TO\"; touch Thumbs.db notes/desktop.ini letter.pdf:Zone.Identifier "
                + "'~$letter.pdf'; mkdir '$RECYCLE.BIN' 'System Volume Information'; echo x >'$RECYCLE.BIN/x'"),
        Delivery(
            "New folder, renamed, then filled",
            "mkdir \"$INBOX/New folder $NAME\"; sleep 2; mv \"$INBOX/New folder $NAME\" \"$TO\"; sleep 2; "
                + "cp -r \"$WANT\"/* \"$TO\""),
        Delivery("_READY before the files are closed", earlyMarker),
        Delivery(
            "moved in while its writer has a file open",
            "cp -r \"$WANT\" \"$SPARE/d\"; head -c 10 \"$WANT/table.csv\" >\"$SPARE/d/table.csv\"; "
                + "exec 3>>\"$SPARE/d/table.csv\"; mv \"$SPARE/d\" \"$TO\"; sleep 3; "
                + "tail -c +11 \"$WANT/table.csv\" >&3"),
        Delivery("names that are hard to bear", "cp -r \"$WANT\" \"$TO\"").of(oddNames),
        Delivery("a deep tree", "cp -r \"$WANT\" \"$TO\"").of([
            (0..<60).map { "d\($0)" }.joined(separator: "/") + "/deep.txt": "The end.\n"
        ]),
        Delivery(
            "scanimage with a document feeder",
            "scan() { scanimage -d test --source 'Automatic Document Feeder' --batch-count=5 --read-limit=yes "
                + "--read-limit-size 4000 --read-delay=yes --read-delay-duration $2 --batch=\"$1/p%04d.pnm\"; }; "
                + "mkdir \"$TO\"; scan \"$WANT\" 1000; scan \"$TO\" 100000"
        ).of([:]),
    ]

    private static let looseFiles = [
        Delivery("cp, one file", "cp \"$WANT\" \"$TO\"").loose,
        Delivery("mv, one file", "cp \"$WANT\" \"$SPARE/x\"; mv \"$SPARE/x\" \"$TO\"").loose,
        Delivery("mv from another file system, one file", "cp \"$WANT\" \"$OTHER/x\"; mv \"$OTHER/x\" \"$TO\"").loose,
        Delivery("hard link, one file", "ln \"$WANT\" \"$TO\"").loose,
        Delivery("rsync, one file", "rsync -a \"$WANT\" \"$TO\"").loose,
        Delivery("rsync --inplace, one file", "rsync -a --inplace \"$WANT\" \"$TO\"").loose,
        Delivery("mmap, one file", way: "mapped").loose,
        Delivery("vim saves one file", way: "vim", seconds: 0.2).loose,
        Delivery("LibreOffice saves one file", "\"$WRITER\" held \"$WANT\" \"$TO.tmp\" 1.5; mv \"$TO.tmp\" \"$TO\"")
            .loose,
        Delivery("Chrome downloads one file", way: "chrome").loose,
        Delivery("Firefox downloads one file", way: "firefox").loose,
        Delivery("Safari downloads one file", way: "safari").loose,
        Delivery("truncate to full size, then fill, one file", way: "truncated").loose,
    ]

    private static let earlyMarker =
        "cp -r \"$WANT\" \"$TO\"; head -c 10 \"$WANT/table.csv\" >\"$TO/table.csv\"; exec 3>>\"$TO/table.csv\"; "
        + "touch \"$TO/_READY\"; touch \"$WANT/_READY\"; sleep 3; tail -c +11 \"$WANT/table.csv\" >&3; "
        + "rm \"$WANT/_READY\""

    private static let oddNames = FileTree(
        [
            "Cafe\u{301}.txt", "Caf\u{E9}.txt", "two\nlines.txt", " spaces .txt", "-dash.txt", "quote'\".txt", "🗂.txt",
            "tab\t.txt", String(repeating: "n", count: 240) + ".txt", "CON.txt", "a\u{202E}b.txt", "_Scans/x.txt",
        ].map { (BytePath($0), .file(Array("content of a file\n".utf8))) }
            + [
                (
                    BytePath(bytes: Array("latin".utf8) + [0xE9, 0xFF] + Array(".txt".utf8)),
                    .file(Array("latin 1\n".utf8))
                )
            ])
}

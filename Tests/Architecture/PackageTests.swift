import Foundation
import TestSupport
import Testing

/// What packaging/deb/build makes of the binaries at hand. packaging/deb/test installs such a package.
struct PackageTests {
    @Test(.timeLimit(.minutes(20)))
    func thePackageHoldsWhatItsUsersNeedAndLintianFindsNoError() throws {
        guard Self.isThere("dh"), Self.isThere("lintian"), Self.isThere("patchelf") else {
            Issue.record("debhelper, lintian or patchelf is missing: packaging/test installs them")
            return
        }
        try withTemporaryDirectory { place in
            let binaries = URL(fileURLWithPath: try builtExecutable("dropmill")).deletingLastPathComponent().path
            let build = "\(repositoryRoot)/packaging/deb/build"
            try run(build, "--binaries", binaries, "--out", place, "--version", "9.8.7", "--fast")
            let package = "\(place)/dropmill_9.8.7_\(try architecture()).deb"
            let listing = try run("/usr/bin/dpkg-deb", "--contents", package)
            for path in Self.contents {
                #expect(listing.contains(" ./\(path)"), "the package has no \(path)")
            }
            #expect(!listing.contains(" ./srv"), "places of users are no part of a package")
            let control = try run("/usr/bin/dpkg-deb", "--field", package)
            for word in ["Version: 9.8.7", "acl", "libpoppler-glib8", "poppler-data", "tesseract-ocr-eng"] {
                #expect(control.contains(word), "the package does not say \(word)")
            }
            try run("/usr/bin/dpkg-deb", "--control", package, "\(place)/control")
            for script in ["postinst", "prerm", "postrm"] { try run("/bin/sh", "-n", "\(place)/control/\(script)") }
            try run("/usr/bin/lintian", "--allow-root", "--fail-on", "error", package)
        }
    }

    @Test func everyVerbHasAManualPageThatNroffReads() throws {
        try withTemporaryDirectory { place in
            let program = try builtExecutable("dropmill")
            try run("\(repositoryRoot)/packaging/deb/manual", program, "\(repositoryRoot)/etc/dropmill.yaml", place)
            let pages = try FileManager.default.contentsOfDirectory(atPath: place).sorted()
            let help = try run(program, "--help")
            let verbs = help.matches(of: #/(?m)^  ([a-z]+)  /#).map { "dropmill-\($0.1).1" }
            #expect(Set(pages) == Set(verbs + ["dropmill.1", "dropmill.yaml.5"]))
            for page in pages {
                let text = try String(contentsOfFile: "\(place)/\(page)", encoding: .utf8)
                #expect(text.hasPrefix(".TH ") && text.contains(".SH NAME"), "\(page) is no manual page")
            }
        }
    }

    @Test func completionsAreShell() throws {
        try withTemporaryDirectory { place in
            let script = try run(try builtExecutable("dropmill"), "--generate-completion-script", "bash")
            try script.write(toFile: "\(place)/completion", atomically: true, encoding: .utf8)
            try run("/bin/bash", "-n", "\(place)/completion")
            #expect(script.contains("once") && script.contains("doctor"))
        }
    }

    @Test func theConfigurationOfThePackageIsInOrder() throws {
        try withTemporaryDirectory { place in
            var text = try String(contentsOfFile: "\(repositoryRoot)/packaging/deb/dropmill.yaml", encoding: .utf8)
            for directory in ["state", "configurations", "root/inbox", "root/outbox", "root/archive"] {
                try FileManager.default.createDirectory(
                    atPath: "\(place)/\(directory)", withIntermediateDirectories: true)
            }
            text = text.replacing("/var/lib/dropmill", with: "\(place)/state")
                .replacing("/etc/dropmill/configurations", with: "\(place)/configurations")
                .replacing("root: /srv/dropmill/papers", with: "root: \(place)/root")
                .replacing("group: dropmill,", with: "group: null,")
            try text.write(toFile: "\(place)/dropmill.yaml", atomically: true, encoding: .utf8)
            try run(try builtExecutable("dropmill"), "config", "check", "--config", "\(place)/dropmill.yaml")
        }
    }

    /// The unit had `RestrictSUIDSGID`, for which systemd answers openat2(2) with ENOSYS: the agent could open no root.
    @Test func theUnitRefusedTheCallThatOpensEverything() throws {
        let unit = try String(contentsOfFile: "\(repositoryRoot)/packaging/systemd/dropmill.service", encoding: .utf8)
        let settings = unit.split(separator: "\n").filter { !$0.hasPrefix("#") }
        for setting in ["RestrictSUIDSGID=", "PrivateUsers="] {
            let isSet = settings.contains { $0.hasPrefix(setting) }
            #expect(!isSet, "\(setting) takes away what the agent lives on")
        }
        for call in ["landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "seccomp"] {
            let isAllowed = settings.contains { $0.hasPrefix("SystemCallFilter=") && $0.contains(call) }
            #expect(isAllowed, "\(call) is refused, with which workers lock themselves in")
        }
    }

    @Test func examplesForShellsAreShell() throws {
        for script in ["etc/backup/dropmill-backup", "etc/scanner/scanbd.action"] {
            try run("/bin/sh", "-n", "\(repositoryRoot)/\(script)")
        }
    }

    /// Beginnings of paths that have to be in the package.
    private static let contents = [
        "usr/bin/dropmill", "usr/libexec/dropmill/dropmill-worker", "lib/systemd/system/dropmill.service",
        "etc/dropmill/dropmill.yaml", "etc/dropmill/configurations/", "usr/lib/sysctl.d/50-dropmill.conf",
        "usr/share/man/man1/dropmill.1.gz", "usr/share/man/man1/dropmill-once.1.gz",
        "usr/share/man/man5/dropmill.yaml.5.gz", "usr/share/bash-completion/completions/dropmill",
        "usr/share/zsh/vendor-completions/_dropmill", "usr/share/fish/vendor_completions.d/dropmill.fish",
        "usr/share/doc/dropmill/README.md", "usr/share/doc/dropmill/copyright",
        "usr/share/doc/dropmill/etc/doc/administrators.md", "usr/share/doc/dropmill/etc/schemas/status.schema.json",
        "usr/share/doc/dropmill/examples/papers/handbook.pdf",
    ]

    private static func isThere(_ program: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
    }

    private func architecture() throws -> String {
        try run("/usr/bin/dpkg", "--print-architecture").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a program to its end and returns what it printed; a failure is an issue with that text.
    @discardableResult
    private func run(_ program: String, _ arguments: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let isGood = process.terminationStatus == 0
        #expect(isGood, "\(program) \(arguments.joined(separator: " ")): \(text)")
        return text
    }
}

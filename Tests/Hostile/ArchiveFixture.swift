import Foundation
import TestSupport

/// Makes archives with the `zipfile` module of Python, which writes whatever names and modes it is told.
enum ArchiveFixture {
    /// Runs lines of Python with `zip` open for writing and `add(name, content, mode)` at hand; `after` may change the
    /// bytes of the finished archive in `data`.
    static func make(_ lines: String, after: String = "") throws -> [UInt8] {
        let path = NSTemporaryDirectory() + "archive-\(UUID().uuidString).zip"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let program = """
            import sys, zipfile, warnings, random
            warnings.simplefilter('ignore')
            def add(name, content=b'text', mode=0o100644, method=zipfile.ZIP_DEFLATED):
                info = zipfile.ZipInfo('x')
                info.filename = name
                info.create_system = 3
                info.external_attr = mode << 16
                info.compress_type = method
                zip.writestr(info, content)
            zip = zipfile.ZipFile(sys.argv[1], 'w')
            \(lines)
            zip.close()
            data = bytearray(open(sys.argv[1], 'rb').read())
            \(after)
            open(sys.argv[1], 'wb').write(data)
            """
        try AgentProcess.execute("/usr/bin/env", ["python3", "-c", program, path])
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// An archive of small notes.
    static func notes(_ count: Int) throws -> [UInt8] {
        try make("for n in range(\(count)): add('note-%d.txt' % n, b'note %d' % n)")
    }
}

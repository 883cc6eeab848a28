import Foundation
import Linux
import TestSupport
import Testing

/// Access control lists as the tools of the system read them.
@Suite struct AccessListTests {
    @Test func anAdmittedUserIsInTheDefaultList() throws {
        try withTemporaryDirectory { path in
            try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
            try Directory(path: path).admit(12_345)
            let expected = """
                user::rwx
                user:12345:rwx
                group::r-x
                mask::rwx
                other::---
                default:user::rwx
                default:user:12345:rwx
                default:group::r-x
                default:mask::rwx
                default:other::---
                """
            #expect(try list(of: path) == expected)
            // A second time, and for somebody else, what is there stays.
            try Directory(path: path).admit(54_321)
            #expect(try list(of: path) == expected)
        }
    }

    private func list(of path: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/getfacl")
        process.arguments = ["--absolute-names", "--omit-header", "--numeric", path]
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}

import Linux
import Model

/// Files made for one test.
public enum FileFixture {
    /// Runs a body with a file of the given content, open for reading.
    public static func with<Result>(_ content: [UInt8], _ body: (File) throws -> Result) throws -> Result {
        try withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            try directory.create(BytePath("content")).write(content)
            return try body(try directory.openForReading(BytePath("content")))
        }
    }
}

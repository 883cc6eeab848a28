import Foundation

extension PDFFixture {
    /// The document encrypted with AES-256 by qpdf(1), which must be installed.
    public func encrypted(userPassword: String) throws -> [UInt8] {
        try withTemporaryDirectory { directory in
            let plain = directory + "/plain.pdf"
            let locked = directory + "/locked.pdf"
            try Data(bytes()).write(to: URL(fileURLWithPath: plain))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["qpdf", "--encrypt", userPassword, "owner", "256", "--", plain, locked]
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: locked)))
        }
    }

    /// The first part of the file, as a copy that broke off leaves it.
    public func truncated(to part: Double) -> [UInt8] {
        let whole = bytes()
        return Array(whole.prefix(Int(Double(whole.count) * part)))
    }
}

/// Random numbers that are the same on every run (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

import CLeptonica

/// A raster image in memory (leptonica's PIX).
///
/// Owns the image. Every operation gives a new picture, or nil when there is no memory for it.
public struct Picture: ~Copyable {
    let pix: UnsafeMutablePointer<PIX>

    /// Takes over an image of leptonica; nil for none.
    init?(taking pix: UnsafeMutablePointer<PIX>?) {
        guard let pix else { return nil }
        self.pix = pix
    }

    deinit {
        var owned: UnsafeMutablePointer<PIX>? = pix
        pixDestroy(&owned)
    }

    /// A grey picture from rows of one byte per pixel, 0 for black.
    public init?(gray: [UInt8], width: Int, height: Int) {
        guard width > 0, height > 0, gray.count >= width * height else { return nil }
        guard let pix = pixCreate(Int32(clamping: width), Int32(clamping: height), 8) else { return nil }
        guard let words = pixGetData(pix) else { return nil }
        let stride = Int(pixGetWpl(pix))
        gray.withUnsafeBufferPointer { bytes in
            for row in 0..<height {
                let line = words + row * stride
                for column in 0..<width {
                    line[column >> 2] |= UInt32(bytes[row * width + column]) << (24 - 8 * UInt32(column & 3))
                }
            }
        }
        self.pix = pix
    }

    /// A colour picture from rows of one word per pixel, `0xRRGGBB` in the low bits, as cairo has them; `stride` is
    /// the distance of rows in bytes.
    public init?(words: UnsafeRawBufferPointer, width: Int, height: Int, stride: Int) {
        guard width > 0, height > 0, stride >= width * 4, words.count >= stride * (height - 1) + width * 4,
            let pix = pixCreate(Int32(clamping: width), Int32(clamping: height), 32), let target = pixGetData(pix)
        else { return nil }
        let perLine = Int(pixGetWpl(pix))
        for row in 0..<height {
            let line = target + row * perLine
            for column in 0..<width {
                line[column] = words.loadUnaligned(fromByteOffset: row * stride + column * 4, as: UInt32.self) << 8
            }
        }
        self.pix = pix
    }

    /// A colour picture from rows of three bytes per pixel; `stride` is the distance of rows in bytes.
    public init?(colours bytes: UnsafeRawBufferPointer, width: Int, height: Int, stride: Int) {
        guard width > 0, height > 0, stride >= width * 3, bytes.count >= stride * (height - 1) + width * 3,
            let pix = pixCreate(Int32(clamping: width), Int32(clamping: height), 32), let words = pixGetData(pix)
        else { return nil }
        let perLine = Int(pixGetWpl(pix))
        for row in 0..<height {
            var source = row * stride
            for column in 0..<width {
                let red = UInt32(bytes[source])
                let green = UInt32(bytes[source + 1])
                words[row * perLine + column] = red << 24 | green << 16 | UInt32(bytes[source + 2]) << 8
                source += 3
            }
        }
        self.pix = pix
    }

    public var width: Int { Int(pixGetWidth(pix)) }
    public var height: Int { Int(pixGetHeight(pix)) }
    /// Bits per pixel: 1, 2, 4, 8, 16 or 32.
    public var depth: Int { Int(pixGetDepth(pix)) }

    /// Dots per inch as the file says; 0 when it does not.
    public var resolution: (x: Int, y: Int) {
        (Int(clamping: Int64(pixGetXRes(pix))), Int(clamping: Int64(pixGetYRes(pix))))
    }

    /// Sets what is known of the dots per inch.
    public func setResolution(_ resolution: Int) {
        pixSetResolution(pix, Int32(clamping: resolution), Int32(clamping: resolution))
    }

    /// The image for another library of pictures; only for the time of the call.
    package func withImage<Result>(_ body: (OpaquePointer) -> Result) -> Result { body(OpaquePointer(pix)) }

    /// The version of the library, as in `1.82.0`.
    public static var version: String {
        guard let name = getLeptonicaVersion() else { return "unknown" }
        defer { lept_free(name) }
        return String(cString: name).split(separator: "-").last.map(String.init) ?? "unknown"
    }

    /// Keeps leptonica and the libraries below it from writing to standard error; takes effect once per process.
    public static func silenceMessages() { _ = isSilenced }

    private static let isSilenced: Bool = {
        setMsgSeverity(Int32(L_SEVERITY_NONE))
        leptSetStderrHandler { _ in }
        return true
    }()
}

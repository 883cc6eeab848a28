import CCrypto

/// SHA-256 of bytes that come in pieces (FIPS 180-4), by OpenSSL's libcrypto.
public final class Digest {
    private let context: OpaquePointer

    /// Length in bytes.
    public static let byteCount = 32

    /// An empty digest.
    public init() {
        guard let context = EVP_MD_CTX_new() else { fatalError("there is no memory for a digest") }
        self.context = context
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Adds bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Adds bytes.
    public func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes(update)
    }

    /// Adds bytes.
    public func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes(update)
    }

    /// The digest of everything added; the object is not used after it.
    public func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            count = Self.byteCount
        }
    }

    /// The digest of bytes in one piece.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        let digest = Digest()
        digest.update(bytes)
        return digest.finish()
    }

    /// The sha256 of everything `read` returns until it returns nothing.
    public static func sha256<Refusal: Error>(reading read: () throws(Refusal) -> [UInt8]) throws(Refusal) -> [UInt8] {
        let digest = Digest()
        while true {
            let bytes = try read()
            if bytes.isEmpty { return digest.finish() }
            digest.update(bytes)
        }
    }

    /// HMAC-SHA-256 (RFC 2104) of bytes under a key.
    public static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, buffer.baseAddress, nil)
            count = byteCount
        }
    }
}

import CHEIF

/// Why a HEIC or AVIF file was not decoded.
public enum HEIFError: Error, Sendable, Equatable {
    /// It is damaged, or of a kind the library cannot read; with the library's sentence.
    case damaged(String)
    /// It has more pixels than allowed.
    case tooLarge(width: Int, height: Int)
}

/// The main picture of a HEIC or AVIF file (libheif), decoded to three bytes per pixel, turned as the file says.
///
/// Owns the decoded image.
public struct HEIFPicture: ~Copyable {
    private let image: OpaquePointer
    public let width: Int
    public let height: Int

    /// Decodes a file; more than `pixels` pixels are refused before anything is decoded.
    public init(file: [UInt8], pixels limit: Int) throws(HEIFError) {
        guard let context = heif_context_alloc() else { throw .damaged("no memory") }
        defer { heif_context_free(context) }
        // The picture is decoded on this thread, and its parts within the limit.
        heif_context_set_max_decoding_threads(context, 0)
        heif_context_set_maximum_image_size_limit(context, Self.side)
        var image: OpaquePointer?
        var size = (width: 0, height: 0)
        let problem = file.withUnsafeBytes { bytes -> HEIFError? in
            if let problem = Self.problem(
                heif_context_read_from_memory_without_copy(context, bytes.baseAddress, bytes.count, nil))
            {
                return problem
            }
            return Self.decode(context, limit, &image, &size)
        }
        if let problem { throw problem }
        guard let image else { throw .damaged("it has no picture") }
        self.image = image
        width = size.width
        height = size.height
    }

    deinit { heif_image_release(image) }

    /// Hands over the rows; `stride` is their distance in bytes. Nil when there are none.
    public func withRows<Result: ~Copyable>(
        _ body: (_ rows: UnsafeRawBufferPointer, _ stride: Int) -> Result?
    ) -> Result? {
        var stride: Int32 = 0
        guard let plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride), stride > 0 else {
            return nil
        }
        return body(UnsafeRawBufferPointer(start: plane, count: Int(stride) * height), Int(stride))
    }

    /// The version of the library, as in `1.15.1`.
    public static var version: String { String(cString: heif_get_version()) }

    /// Pixels of a side.
    private static let side: Int32 = 65_535

    private static func decode(
        _ context: OpaquePointer, _ limit: Int, _ image: inout OpaquePointer?, _ size: inout (width: Int, height: Int)
    ) -> HEIFError? {
        var handle: OpaquePointer?
        if let problem = problem(heif_context_get_primary_image_handle(context, &handle)) { return problem }
        guard let handle else { return .damaged("it has no picture") }
        defer { heif_image_handle_release(handle) }
        let width = Int(heif_image_handle_get_width(handle))
        let height = Int(heif_image_handle_get_height(handle))
        guard width > 0, height > 0 else { return .damaged("its picture is empty") }
        guard width <= limit / height else { return .tooLarge(width: width, height: height) }
        if let problem = problem(
            heif_decode_image(handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nil))
        {
            return problem
        }
        size = (
            Int(heif_image_get_width(image, heif_channel_interleaved)),
            Int(heif_image_get_height(image, heif_channel_interleaved))
        )
        return size.width > 0 && size.height > 0 ? nil : .damaged("its picture is empty")
    }

    private static func problem(_ error: heif_error) -> HEIFError? {
        guard error.code != heif_error_Ok else { return nil }
        return .damaged(error.message.map { String(cString: $0) } ?? "no reason given")
    }
}

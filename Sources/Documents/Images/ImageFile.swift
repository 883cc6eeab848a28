import HEIF
import Leptonica
import Model

/// A decoded page of an image file.
struct ImagePage: ~Copyable {
    let picture: Picture
    /// Dots per inch of the picture, across and down; nil when the file does not say or says nonsense.
    var resolution: (x: Double, y: Double)?
    /// True when the file keeps the picture with losses, as a photograph.
    var isLossy = false

    /// The page in points: as large as its pixels and their resolution make it.
    var size: (width: Double, height: Double) {
        let dots = CleanedPage.plausible(resolution, width: picture.width, height: picture.height)
        return (Double(picture.width) * 72 / dots.x, Double(picture.height) * 72 / dots.y)
    }
}

/// An image file in memory: how many pages it has, and each of them decoded on request.
///
/// Sizes are checked from the head of the file before anything is decoded, so that a bomb costs nothing.
struct ImageFile {
    private var bytes: [UInt8]
    private let name: String
    private let mimeType: String
    private let directories: [TIFFDirectory]
    let pageCount: Int

    /// Reads the file and looks at its heads.
    init(_ source: DocumentSource, mimeType: String) throws(Failure) {
        guard source.size <= Limits.imageFileBytes else {
            throw Failure(
                .fileTooLarge,
                "\(source.name) has \(source.size) bytes; images of up to \(Limits.imageFileBytes) are read",
                stage: .parse, resolution: "Save the image with compression, or split it into several files.")
        }
        bytes = try source.read(Int(source.size), at: 0)
        name = source.name
        self.mimeType = mimeType
        guard mimeType == MediaTypes.tiff else {
            directories = []
            pageCount = 1
            return
        }
        guard let found = TIFFDirectory.all(in: bytes, limit: Limits.tiffPages) else {
            throw Self.damaged(source.name)
        }
        directories = found
        pageCount = found.count
    }

    /// Decodes a page by its 1-based number, turned as the file says.
    mutating func page(_ number: Int) throws(Failure) -> ImagePage {
        switch mimeType {
        case MediaTypes.tiff: try tiffPage(directories[number - 1], number)
        case MediaTypes.heic, MediaTypes.avif: try heifPage()
        case MediaTypes.gif: try gifPage()
        case MediaTypes.jpeg: try jpegPage()
        default: try plainPage()
        }
    }

    /// The picture of a page for a PDF; nil when there is no memory for it.
    func pdfPicture(of page: borrowing ImagePage) -> PDFPicture? {
        if mimeType == MediaTypes.jpeg {
            let orientation = ExifOrientation.of(jpeg: bytes)
            if let original = PDFPicture(jpeg: bytes, orientation: orientation) { return original }
        }
        return PDFPicture.encoding(page.picture, isLossy: page.isLossy)
    }

    private mutating func tiffPage(_ directory: TIFFDirectory, _ number: Int) throws(Failure) -> ImagePage {
        try check(
            PictureHeader(
                width: directory.width, height: directory.height, bitsPerSample: directory.bitsPerSample,
                samples: directory.samples), page: number)
        // Whatever the number of pages, libtiff walks to none but the first.
        TIFFDirectory.setFirst(directory.offset, of: &bytes)
        guard let picture = Picture.decode(tiff: bytes) else {
            throw Self.damaged(name, page: number)
        }
        // leptonica turns the picture as its directory says, but not its resolution.
        let isTurned = directory.orientation > 4
        let said = directory.resolution.map { isTurned ? (x: $0.y, y: $0.x) : $0 }
        return ImagePage(picture: picture, resolution: said)
    }

    private func heifPage() throws(Failure) -> ImagePage {
        let decoded = try heifPicture()
        let picture = decoded.withRows { rows, stride in
            Picture(colours: rows, width: decoded.width, height: decoded.height, stride: stride)
        }
        guard let picture else { throw Self.damaged(name) }
        return ImagePage(picture: picture, isLossy: true)
    }

    private func heifPicture() throws(Failure) -> HEIFPicture {
        do throws(HEIFError) {
            return try HEIFPicture(file: bytes, pixels: Limits.heifPixels)
        } catch {
            switch error {
            case .tooLarge(let width, let height): throw tooLarge(width, height, page: nil)
            case .damaged(let reason): throw Self.damaged(name, reason: reason)
            }
        }
    }

    private func gifPage() throws(Failure) -> ImagePage {
        guard let frame = GIFFrame(bytes) else { throw Self.damaged(name) }
        try check(frame.header, page: nil)
        guard let picture = Picture.decode(frame.file) else { throw Self.damaged(name) }
        return ImagePage(picture: picture)
    }

    private func jpegPage() throws(Failure) -> ImagePage {
        guard let header = Picture.header(of: bytes) else { throw Self.damaged(name) }
        guard header.width <= Limits.imagePixels / header.height else {
            throw tooLarge(header.width, header.height, page: nil)
        }
        let pixels = header.width * header.height
        let reduction = [1, 2, 4].first { pixels / ($0 * $0) <= Limits.fullSizePixels } ?? 8
        var complaints = 0
        guard let picture = Picture.decode(jpeg: bytes, reduction: reduction, complaints: &complaints) else {
            throw Self.damaged(name)
        }
        if complaints > 0, !hasJPEGEnd { throw Self.damaged(name, reason: "it breaks off before its end") }
        var page = try turned(picture, ExifOrientation.of(jpeg: bytes))
        page.resolution = page.resolution.map { ($0.x / Double(reduction), $0.y / Double(reduction)) }
        return page
    }

    private func plainPage() throws(Failure) -> ImagePage {
        guard let header = Picture.header(of: bytes) else { throw Self.damaged(name) }
        try check(header, page: nil)
        guard let picture = Picture.decode(bytes) else { throw Self.damaged(name) }
        var page = try turned(picture, mimeType == MediaTypes.webp ? ExifOrientation.of(webp: bytes) : 1)
        page.isLossy = mimeType == MediaTypes.webp
        return page
    }

    /// Turned and mirrored as EXIF numbers it.
    private func turned(_ picture: consuming Picture, _ orientation: Int) throws(Failure) -> ImagePage {
        let said = picture.resolution
        let isMirrored = [2, 4, 5, 7].contains(orientation)
        let degrees = [3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270][orientation] ?? 0
        var result = picture
        if isMirrored {
            guard let mirrored = result.mirrored() else { throw Self.noMemory(name) }
            result = mirrored
        }
        if degrees != 0 {
            guard let turned = result.turned(degrees) else { throw Self.noMemory(name) }
            result = turned
        }
        let isKnown = said.x > 0 && said.y > 0
        let resolution = degrees % 180 == 0 ? said : (said.y, said.x)
        return ImagePage(picture: result, resolution: isKnown ? (Double(resolution.0), Double(resolution.1)) : nil)
    }

    /// libjpeg fills what is missing with grey; only the end marker tells a copy that broke off.
    private var hasJPEGEnd: Bool {
        let tail = bytes.suffix(1024)
        return zip(tail, tail.dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
    }

    private func check(_ header: PictureHeader, page: Int?) throws(Failure) {
        guard header.width <= Limits.imagePixels / header.height, header.decodedBytes <= Limits.imageBytes else {
            throw tooLarge(header.width, header.height, page: page)
        }
    }

    private func tooLarge(_ width: Int, _ height: Int, page: Int?) -> Failure {
        Failure(
            .fileTooLarge, "\(name) has a picture of \(width) x \(height) pixels, more than is read", stage: .parse,
            details: ["width": .integer(Int64(width)), "height": .integer(Int64(height))],
            resolution: "Save the picture with fewer pixels; 300 to the inch are enough.", page: page)
    }

    private static func damaged(_ name: String, page: Int? = nil, reason: String? = nil) -> Failure {
        let place = page.map { "page \($0) of " } ?? ""
        return Failure(
            .corruptDocument, "\(place)\(name) is damaged: \(reason ?? "its picture cannot be decoded")",
            stage: .parse, page: page)
    }

    private static func noMemory(_ name: String) -> Failure {
        Failure(.memoryLimit, "there is not enough memory for the picture \(name)", stage: .parse)
    }
}

import Leptonica
import Model

/// The picture of a page as a PDF holds it: unchanged where the file is a JPEG, else without loss.
struct PDFPicture {
    /// Entries of the image's dictionary.
    var entries: String
    var data: [UInt8]
    /// How the picture must be turned to be shown, as EXIF counts.
    var orientation = 1

    /// A JPEG as it is.
    init?(jpeg file: [UInt8], orientation: Int) {
        guard let header = Picture.header(of: file) else { return nil }
        let space = [1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"][header.samples] ?? "/DeviceRGB"
        // Adobe writes four colours upside down.
        let decode = header.samples == 4 ? " /Decode [1 0 1 0 1 0 1 0]" : ""
        entries = Self.head(header.width, header.height, space, 8) + " /Filter /DCTDecode" + decode
        data = file
        self.orientation = orientation
    }

    private init(entries: String, data: [UInt8]) {
        self.entries = entries
        self.data = data
    }

    /// A decoded picture: as a fax in black and white, as JPEG where the file lost something already, else as PNG does.
    static func encoding(_ picture: borrowing Picture, isLossy: Bool) -> PDFPicture? {
        if picture.depth == 1 { return fax(of: picture) }
        if isLossy { return picture.jpeg(quality: quality).flatMap { PDFPicture(jpeg: $0, orientation: 1) } }
        guard let file = picture.png(), let png = PNGData(file) else { return nil }
        let rows = "/Colors \(png.isGray ? 1 : 3) /BitsPerComponent \(png.bits) /Columns \(png.width)"
        return PDFPicture(
            entries: head(png.width, png.height, png.isGray ? "/DeviceGray" : "/DeviceRGB", png.bits)
                + " /Filter /FlateDecode /DecodeParms << /Predictor 15 \(rows) >>",
            data: png.data)
    }

    private static func fax(of picture: borrowing Picture) -> PDFPicture? {
        guard let fax = picture.fax(), let strip = TIFFDirectory.all(in: fax, limit: 1)?.first?.strip,
            strip.offset >= 0, strip.count > 0, strip.offset <= fax.count - strip.count
        else { return nil }
        let rows = "/K -1 /Columns \(picture.width) /Rows \(picture.height)"
        return PDFPicture(
            entries: head(picture.width, picture.height, "/DeviceGray", 1)
                + " /Filter /CCITTFaxDecode /DecodeParms << \(rows) >>",
            data: Array(fax[strip.offset..<strip.offset + strip.count]))
    }

    /// High enough that nobody sees a second loss.
    private static let quality = 92

    /// The matrix that puts the unit square of the image on a page of this size, turned as it has to be shown.
    func matrix(width: Double, height: Double) -> [Double] {
        switch orientation {
        case 2: [-width, 0, 0, height, width, 0]
        case 3: [-width, 0, 0, -height, width, height]
        case 4: [width, 0, 0, -height, 0, height]
        case 5: [0, -height, -width, 0, width, height]
        case 6: [0, -height, width, 0, 0, height]
        case 7: [0, height, width, 0, 0, 0]
        case 8: [0, height, -width, 0, width, 0]
        default: [width, 0, 0, height, 0, 0]
        }
    }

    private static func head(_ width: Int, _ height: Int, _ space: String, _ bits: Int) -> String {
        "/Type /XObject /Subtype /Image /Width \(width) /Height \(height) /ColorSpace \(space)"
            + " /BitsPerComponent \(bits)"
    }
}

/// The compressed rows of a PNG file of our own, which PDF reads as they are.
private struct PNGData {
    var width = 0
    var height = 0
    var bits = 0
    var isGray = false
    var data: [UInt8] = []

    /// Gathers the IDAT chunks of a grey or RGB picture that is not interlaced.
    init?(_ file: [UInt8]) {
        var place = 8
        while place + 12 <= file.count {
            let length = Self.number(file, place)
            let start = place + 8
            guard length <= file.count - start - 4 else { return nil }
            if file[place + 4..<start].elementsEqual("IHDR".utf8), length >= 13 {
                (width, height) = (Self.number(file, start), Self.number(file, start + 4))
                bits = Int(file[start + 8])
                guard file[start + 9] == 0 || file[start + 9] == 2, file[start + 12] == 0 else { return nil }
                isGray = file[start + 9] == 0
            } else if file[place + 4..<start].elementsEqual("IDAT".utf8) {
                data += file[start..<start + length]
            }
            place = start + length + 4
        }
        if width == 0 || data.isEmpty { return nil }
    }

    private static func number(_ file: [UInt8], _ place: Int) -> Int {
        file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}

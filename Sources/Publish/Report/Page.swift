import Crypto
import Model

/// A page for people in one file: its style and script are ours and the same in every page, its data are one block of
/// JSON that no reader of HTML can leave early.
///
/// The content security policy allows exactly this style and this script, by their hashes, and pictures beside the
/// page; nothing is ever loaded from a network.
struct Page: Sendable {
    private let style: String
    private let script: String
    private let policy: String

    /// report.html.
    static let report = Page(style: PageStyle.text, script: PageScript.report)
    /// index.html.
    static let index = Page(style: PageStyle.text, script: PageScript.index)

    init(style: String, script: String) {
        self.style = style
        self.script = script
        // A page opened from a share by its path is its own origin: `file:` lets it show the pictures beside it.
        policy = [
            "default-src 'none'", "img-src 'self' file: data:", "script-src '\(Self.hash(script))'",
            "style-src '\(Self.hash(style))'", "base-uri 'none'", "form-action 'none'",
        ].joined(separator: "; ")
    }

    /// What stands before the data; `refresh` is the number of seconds after which the page loads itself anew.
    func opening(refresh: Int?) -> [UInt8] {
        let again = refresh.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">\n" } ?? ""
        return Array(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            \(again)<link rel="icon" href="data:,">
            <title>dropmill</title>
            <style>\(style)</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header id="head"></header>
            <main id="main" tabindex="-1"></main>
            <footer id="foot"></footer>
            <noscript><p>This page needs JavaScript. STATUS.txt beside it says the same as text.</p></noscript>
            <script type="application/json" id="data">
            """.utf8)
    }

    /// What stands after the data.
    var closing: [UInt8] { Array("</script>\n<script>\(script)</script>\n</body>\n</html>\n".utf8) }

    /// JSON as it may stand in a page: whatever could end the block or a line of a script is written as an escape.
    static func block(_ json: [UInt8]) -> [UInt8] {
        var block: [UInt8] = []
        block.reserveCapacity(json.count + json.count / 16)
        var index = 0
        while index < json.count {
            switch json[index] {
            case UInt8(ascii: "<"): block += Self.less
            case UInt8(ascii: ">"): block += Self.greater
            case UInt8(ascii: "&"): block += Self.ampersand
            case 0xE2 where json[index...].starts(with: [0xE2, 0x80, 0xA8]):
                block += Self.lineSeparator
                index += 2
            case 0xE2 where json[index...].starts(with: [0xE2, 0x80, 0xA9]):
                block += Self.paragraphSeparator
                index += 2
            default: block.append(json[index])
            }
            index += 1
        }
        return block
    }

    private static let less = Array("\\u003c".utf8)
    private static let greater = Array("\\u003e".utf8)
    private static let ampersand = Array("\\u0026".utf8)
    private static let lineSeparator = Array("\\u2028".utf8)
    private static let paragraphSeparator = Array("\\u2029".utf8)

    private static func hash(_ text: String) -> String { "sha256-" + Base64.encode(Digest.sha256(Array(text.utf8))) }
}

/// Relative addresses of files beside a page (RFC 3986 section 2).
enum PageLink {
    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)

    /// A path with every byte escaped that is not an unreserved character or a slash, so that any name is a name.
    static func of(_ path: BytePath) -> String {
        var address = ""
        for byte in path.bytes {
            if plain.contains(byte) {
                address.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                address += "%" + Hexadecimal.upper(byte)
            }
        }
        return address
    }
}

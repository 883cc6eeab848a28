import Testing
import XML

@Suite struct XMLReaderTests {
    private static let limits = XMLLimits(depth: 100, attributes: 50)

    /// Every event on a line.
    private func events(_ text: String, limits: XMLLimits = Self.limits) throws(XMLError) -> [String] {
        var reader = try XMLReader(Array(text.utf8), limits: limits)
        var lines: [String] = []
        while true {
            switch try reader.next() {
            case .start:
                var line = "<\(reader.name) \(reader.namespace)"
                for index in 0..<reader.attributeCount {
                    let attribute = reader.attribute(at: index)
                    line += " \(attribute.name)=\(String(decoding: attribute.value, as: UTF8.self))"
                }
                lines.append(line)
            case .end: lines.append("/\(reader.name)")
            case .text: lines.append(String(decoding: reader.text, as: UTF8.self))
            case .entity: lines.append("&\(reader.name)")
            case .finished: return lines
            }
        }
    }

    @Test func eventsComeInOrder() throws {
        let text =
            #"<?xml version="1.0"?><a:x xmlns:a="urn:a" b="1 &amp; &quot;2"><y/>t &lt;&#65;<![CDATA[<z>]]></a:x>"#
        #expect(try events(text) == [#"<x urn:a b=1 & "2"#, "<y ", "/y", "t <A<z>", "/x"])
    }

    @Test func longTextsAreReadInPieces() throws {
        let text = "<a>" + (0..<20_000).map { "<b>\($0)</b>" }.joined() + "</a>"
        let lines = try events(text)
        #expect(lines.filter { $0 == "/b" }.count == 20_000)
    }

    @Test(arguments: [
        ("<a><b></a>", XMLError.Code.malformed), ("<a>", .malformed), ("", .malformed), ("<a>&nbsp;</a>", .malformed),
        ("<!DOCTYPE a><a/>", .forbidden), (#"<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>"#, .forbidden),
        (String(repeating: "<a>", count: 101) + String(repeating: "</a>", count: 101), .excessive),
        ("<a " + (0..<60).map { "b\($0)='1' " }.joined() + "/>", .excessive),
    ])
    func whatIsNotAcceptableIsAnError(_ text: String, _ code: XMLError.Code) {
        #expect { try events(text) } throws: { ($0 as? XMLError)?.code == code }
    }

    @Test func documentTypesAreNeverLoadedAndEntitiesNeverKnown() throws {
        let limits = XMLLimits(depth: 10, attributes: 5, allowsDocumentType: true)
        let page = #"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:1/x.dtd"><p>a&nbsp;b</p>"#
        #expect(try events(page, limits: limits) == ["<p ", "a", "&nbsp", "b", "/p"])
        let bomb = #"<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "xx">]><a>&b;</a>"#
        #expect { try events(bomb, limits: limits) } throws: { ($0 as? XMLError)?.code == .forbidden }
        let outside = #"<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><a/>"#
        #expect { try events(outside, limits: limits) } throws: { ($0 as? XMLError)?.code == .forbidden }
    }

    @Test func partsOfElementsAreSkippedOrCollected() throws {
        var reader = try XMLReader(Array("<a><s>no<t/></s><u>yes<v>!</v></u></a>".utf8), limits: Self.limits)
        _ = try reader.next()
        _ = try reader.next()
        try reader.skipElement()
        let next = try reader.next()
        #expect(next == .start && reader.name == "u")
        let text = try reader.elementText()
        #expect(text == Array("yes!".utf8) && reader.depth == 2)
    }
}

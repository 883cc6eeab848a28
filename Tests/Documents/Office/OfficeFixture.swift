import Testing

@testable import Documents

/// Office documents made of their parts.
enum OfficeFixture {
    private static let relationshipTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    static let drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"

    static func relationships(_ entries: [(id: String, kind: String, target: String)]) -> String {
        let lines = entries.map { entry in
            let mode = entry.target.contains("://") ? " TargetMode='External'" : ""
            return "<Relationship Id='\(entry.id)' Type='\(relationshipTypes)/\(entry.kind)' "
                + "Target='\(entry.target)'\(mode)/>"
        }
        return "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            + lines.joined() + "</Relationships>"
    }

    /// A Word document; `body` stands in `w:body`.
    static func word(
        _ body: String, styles: String = "", numbering: String = "", parts: [(String, String)] = [],
        links: [(id: String, kind: String, target: String)] = []
    ) -> [UInt8] {
        let namespaces =
            "xmlns:w='\(word)' xmlns:r='\(relationshipTypes)' xmlns:a='\(drawing)' "
            + "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' "
            + "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:wp='urn:wp'"
        var kinds = links
        if !styles.isEmpty { kinds.append(("rIdS", "styles", "styles.xml")) }
        if !numbering.isEmpty { kinds.append(("rIdN", "numbering", "numbering.xml")) }
        return ZipFixture(
            [
                ("[Content_Types].xml", "<Types/>"),
                ("_rels/.rels", relationships([("rId1", "officeDocument", "word/document.xml")])),
                ("word/document.xml", "<w:document \(namespaces)><w:body>\(body)</w:body></w:document>"),
                ("word/_rels/document.xml.rels", relationships(kinds)),
                ("word/styles.xml", "<w:styles \(namespaces)>\(styles)</w:styles>"),
                ("word/numbering.xml", "<w:numbering \(namespaces)>\(numbering)</w:numbering>"),
            ] + parts.map { ($0.0, $0.1.replacing("NAMESPACES", with: namespaces)) }
        ).bytes()
    }

    static func paragraph(_ text: String, style: String? = nil, more: String = "") -> String {
        let style = style.map { "<w:pStyle w:val='\($0)'/>" } ?? ""
        return "<w:p><w:pPr>\(style)\(more)</w:pPr><w:r><w:t xml:space='preserve'>\(text)</w:t></w:r></w:p>"
    }

    /// A presentation; each slide is what stands in its `p:spTree`.
    static func slides(_ slides: [String], notes: [Int: String] = [:], hidden: Set<Int> = []) -> [UInt8] {
        let namespaces = "xmlns:p='urn:p/presentationml/2006/main' xmlns:a='\(drawing)' xmlns:r='\(relationshipTypes)'"
        var parts: [(String, String)] = [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", relationships([("rId1", "officeDocument", "ppt/presentation.xml")])),
        ]
        var kinds: [(id: String, kind: String, target: String)] = []
        var list = ""
        for (index, slide) in slides.enumerated() {
            // Named against the order of the show.
            let name = "slide\(slides.count - index).xml"
            kinds.append(("rId\(index)", "slide", "slides/" + name))
            list += "<p:sldId id='\(256 + index)' r:id='rId\(index)'/>"
            let show = hidden.contains(index) ? " show='0'" : ""
            let tree = "<p:sld \(namespaces)\(show)><p:cSld><p:spTree>\(slide)</p:spTree></p:cSld></p:sld>"
            parts.append(("ppt/slides/" + name, tree))
            guard let text = notes[index] else { continue }
            parts.append(
                ("ppt/slides/_rels/\(name).rels", relationships([("n", "notesSlide", "../notesSlides/n.xml")])))
            parts.append(
                (
                    "ppt/notesSlides/n.xml",
                    "<p:notes \(namespaces)><p:cSld><p:spTree>\(shape(text, "type='body'"))</p:spTree></p:cSld></p:notes>"
                ))
        }
        parts.append(("ppt/_rels/presentation.xml.rels", relationships(kinds)))
        let size = "<p:sldSz cx='9144000' cy='6858000'/>"
        parts.append(
            (
                "ppt/presentation.xml",
                "<p:presentation \(namespaces)><p:sldIdLst>\(list)</p:sldIdLst>\(size)</p:presentation>"
            ))
        return ZipFixture(parts).bytes()
    }

    /// A shape with text; `place` is x, y, width and height in points.
    static func shape(_ text: String, _ placeholder: String? = nil, at place: (Int, Int, Int, Int)? = nil) -> String {
        let kind = placeholder.map { "<p:ph \($0)/>" } ?? ""
        let frame = place.map {
            "<a:xfrm><a:off x='\($0.0 * 12_700)' y='\($0.1 * 12_700)'/>"
                + "<a:ext cx='\($0.2 * 12_700)' cy='\($0.3 * 12_700)'/></a:xfrm>"
        }
        let body = text.hasPrefix("<") ? text : "<a:p><a:r><a:t>\(text)</a:t></a:r></a:p>"
        return "<p:sp><p:nvSpPr><p:nvPr>\(kind)</p:nvPr></p:nvSpPr><p:spPr>\(frame ?? "")</p:spPr>"
            + "<p:txBody>\(body)</p:txBody></p:sp>"
    }

    /// A workbook; each sheet is what stands in its `worksheet`.
    static func workbook(
        _ sheets: [(name: String, content: String)], strings: [String] = [], styles: String = "", state: String = ""
    ) -> [UInt8] {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let namespaces = "xmlns='\(main)' xmlns:r='\(relationshipTypes)'"
        var kinds: [(id: String, kind: String, target: String)] = [
            ("rIdS", "sharedStrings", "sharedStrings.xml"), ("rIdF", "styles", "/xl/styles.xml"),
        ]
        var list = ""
        var parts: [(String, String)] = []
        for (index, sheet) in sheets.enumerated() {
            kinds.append(("rId\(index)", "worksheet", "worksheets/sheet\(index).xml"))
            list += "<sheet name='\(sheet.name)' sheetId='\(index + 1)' r:id='rId\(index)' \(index == 1 ? state : "")/>"
            parts.append(("xl/worksheets/sheet\(index).xml", "<worksheet \(namespaces)>\(sheet.content)</worksheet>"))
        }
        let shared = strings.map { "<si><t>\($0)</t></si>" }.joined()
        return ZipFixture(
            [
                ("[Content_Types].xml", "<Types/>"),
                ("_rels/.rels", relationships([("rId1", "officeDocument", "xl/workbook.xml")])),
                ("xl/workbook.xml", "<workbook \(namespaces)><sheets>\(list)</sheets></workbook>"),
                ("xl/_rels/workbook.xml.rels", relationships(kinds)),
                ("xl/sharedStrings.xml", "<sst \(namespaces)>\(shared)</sst>"),
                ("xl/styles.xml", "<styleSheet \(namespaces)>\(styles)</styleSheet>"),
            ] + parts
        ).bytes()
    }

    /// An OpenDocument; `body` stands in `office:body`.
    static func openDocument(_ kind: String, _ body: String, styles: String = "", manifest: String = "") -> [UInt8] {
        let names = [
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
            ("fo", "xsl-fo-compatible"), ("presentation", "presentation"), ("svg", "svg-compatible"),
        ]
        let namespaces =
            names.map { "xmlns:\($0)='urn:oasis:names:tc:opendocument:xmlns:\($1):1.0'" }
            .joined(separator: " ") + " xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:dc='urn:dc'"
        let content =
            "<office:document-content \(namespaces)><office:automatic-styles>\(styles)</office:automatic-styles>"
            + "<office:body>\(body)</office:body></office:document-content>"
        return ZipFixture([
            ("mimetype", "application/vnd.oasis.opendocument.\(kind)"), ("content.xml", content),
            ("META-INF/manifest.xml", "<manifest>\(manifest)</manifest>"),
        ]).bytes()
    }
}

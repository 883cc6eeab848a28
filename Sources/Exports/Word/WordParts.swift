import Model

/// The parts of a text document besides its body (ECMA-376 parts 1 and 2).
enum WordParts {
    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let type = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    static let contentTypes =
        head + """
            <Types xmlns="\(package)/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/word/document.xml" ContentType="\(type).document.main+xml"/>
            <Override PartName="/word/styles.xml" ContentType="\(type).styles+xml"/>
            <Override PartName="/word/numbering.xml" ContentType="\(type).numbering+xml"/>
            <Override PartName="/docProps/core.xml" \
            ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
            </Types>
            """

    static let relationships =
        head + """
            <Relationships xmlns="\(package)/relationships">
            <Relationship Id="rId1" Type="\(office)/officeDocument" Target="word/document.xml"/>
            <Relationship Id="rId2" Type="\(package)/relationships/metadata/core-properties" \
            Target="docProps/core.xml"/>
            </Relationships>
            """

    static let documentRelationships =
        head + """
            <Relationships xmlns="\(package)/relationships">
            <Relationship Id="rId1" Type="\(office)/styles" Target="styles.xml"/>
            <Relationship Id="rId2" Type="\(office)/numbering" Target="numbering.xml"/>
            </Relationships>
            """

    /// Title and dates.
    static func properties(of batch: ExportedBatch) -> String {
        let created = batch.finishedAt ?? batch.createdAt
        let time =
            created.map { "<dcterms:created xsi:type=\"dcterms:W3CDTF\">\(Markup.escaped($0))</dcterms:created>" } ?? ""
        return head + """
            <cp:coreProperties xmlns:cp="\(package)/metadata/core-properties" \
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
            <dc:title>\(Markup.escaped(printable(batch.name)))</dc:title>\
            <dc:subject>\(Markup.escaped(batch.coverage))</dc:subject>\
            <dc:creator>\(Product.name)</dc:creator>\(time)</cp:coreProperties>
            """
    }

    static let styles: String = {
        let headings = (1...6).map { level in
            style(
                "Heading\(level)", "heading \(level)",
                paragraph: "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/>"
                    + "<w:outlineLvl w:val=\"\(level - 1)\"/>",
                run: "<w:b/><w:sz w:val=\"\([36, 30, 26, 24, 22, 22][level - 1])\"/>")
        }
        return head + """
            <w:styles xmlns:w="\(main)"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>\
            <w:pPrDefault><w:pPr><w:spacing w:after="100"/></w:pPr></w:pPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
            \(style("Title", "Title", run: "<w:b/><w:sz w:val=\"48\"/>"))
            \(headings.joined(separator: "\n"))
            \(style("ListParagraph", "List Paragraph"))
            \(style("Quote", "Quote", paragraph: "<w:ind w:left=\"720\"/>", run: "<w:i/>"))
            \(style("Caption", "caption", run: "<w:b/>"))
            \(style("Code", "Code", paragraph: "<w:spacing w:after=\"0\"/>", run: mono))
            \(style("PageMark", "Page Mark", run: "<w:color w:val=\"767676\"/><w:sz w:val=\"18\"/>"))
            \(style("Note", "Note", run: "<w:i/>"))
            \(style("Rule", "Rule", paragraph: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\"/></w:pBdr>"))
            <w:style w:type="character" w:styleId="CodeText"><w:name w:val="Code Text"/><w:rPr>\(mono)</w:rPr></w:style>
            <w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>\
            \(["top", "left", "bottom", "right", "insideH", "insideV"]
                .map { "<w:\($0) w:val=\"single\" w:sz=\"4\" w:color=\"999999\"/>" }.joined())\
            </w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/>\
            </w:tblCellMar></w:tblPr></w:style>
            </w:styles>
            """
    }()

    private static let mono = "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>"

    private static func style(_ id: String, _ name: String, paragraph: String = "", run: String = "") -> String {
        "<w:style w:type=\"paragraph\" w:styleId=\"\(id)\"><w:name w:val=\"\(name)\"/><w:basedOn w:val=\"Normal\"/>"
            + "<w:qFormat/><w:pPr>\(paragraph)</w:pPr><w:rPr>\(run)</w:rPr></w:style>"
    }

    /// One numbering for bullets, and one for each numbered list, which begins with its own first number.
    static func numbering(starts: [Int]) -> String {
        var text = head + "<w:numbering xmlns:w=\"\(main)\">"
        text += abstract(0) { _ in ("bullet", "\u{2022}") }
        text += abstract(1) { ("decimal", "%\($0 + 1).") }
        text += "<w:num w:numId=\"\(WordBody.bullets)\"><w:abstractNumId w:val=\"0\"/></w:num>"
        for (index, start) in starts.enumerated() {
            text +=
                "<w:num w:numId=\"\(WordBody.bullets + index + 1)\"><w:abstractNumId w:val=\"1\"/>"
                + "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"\(start)\"/></w:lvlOverride></w:num>\n"
        }
        return text + "</w:numbering>"
    }

    private static func abstract(_ id: Int, _ form: (Int) -> (String, String)) -> String {
        let levels = (0..<9).map { level in
            let (format, mark) = form(level)
            return "<w:lvl w:ilvl=\"\(level)\"><w:start w:val=\"1\"/><w:numFmt w:val=\"\(format)\"/>"
                + "<w:lvlText w:val=\"\(mark)\"/><w:pPr><w:ind w:left=\"\(360 * (level + 1))\" w:hanging=\"360\"/>"
                + "</w:pPr></w:lvl>"
        }
        return "<w:abstractNum w:abstractNumId=\"\(id)\"><w:multiLevelType w:val=\"multilevel\"/>"
            + levels.joined() + "</w:abstractNum>\n"
    }
}

import Layout
import Model

/// Reads the shapes of one slide (ECMA-376 part 1, 19.3).
struct SlideContent {
    private let package: Package
    private let relationships: Relationships
    private let template: SlideTemplate
    private(set) var isHidden = false
    private(set) var shapes: [SlideShape] = []

    /// Reads a slide at whose start `xml` is.
    init(
        _ xml: inout XMLPart, package: Package, relationships: Relationships, template: SlideTemplate
    ) throws(Failure) {
        self.package = package
        self.relationships = relationships
        self.template = template
        while true {
            switch try xml.next() {
            case .start where xml.depth == 1: isHidden = xml["show"].map { !WordFormat.isOn($0) } ?? false
            case .start where xml.element == "spTree": shapes = try children(&xml).shapes
            case .finished: return
            default: break
            }
        }
    }

    /// The shapes in the tree or group that begins here, and the group's frame.
    private func children(_ xml: inout XMLPart) throws(Failure) -> (shapes: [SlideShape], frame: SlideFrame?) {
        let level = xml.depth
        var shapes: [SlideShape] = []
        var frame: SlideFrame?
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "sp": shapes.append(try shape(&xml))
            case "pic": shapes.append(try picture(&xml))
            case "graphicFrame": shapes.append(try graphic(&xml))
            case "grpSp": shapes.append(try group(&xml))
            case "grpSpPr":
                let inner = xml.depth
                while try xml.nextChild(of: inner) {
                    if xml.element == "xfrm" { frame = try SlideFrame(&xml) } else { try xml.skip() }
                }
            case "AlternateContent", "Choice": shapes += try children(&xml).shapes
            default: try xml.skip()
            }
        }
        return (shapes.filter { !$0.pieces.isEmpty }, frame)
    }

    private func group(_ xml: inout XMLPart) throws(Failure) -> SlideShape {
        let (shapes, frame) = try children(&xml)
        let placed = shapes.map { shape in
            var shape = shape
            shape.box = shape.box.map { frame?.outside($0) ?? $0 }
            return shape
        }
        // A group of one title is that title.
        if placed.count == 1 { return placed[0] }
        return SlideShape(box: frame?.box, pieces: SlideOrder.sorted(placed).flatMap(\.pieces))
    }

    private func shape(_ xml: inout XMLPart) throws(Failure) -> SlideShape {
        let level = xml.depth
        var shape = SlideShape()
        while true {
            switch try xml.next() {
            case .start where xml.element == "ph": shape.placeholder = SlideShape.Placeholder(&xml)
            case .start where xml.element == "xfrm": shape.box = try SlideFrame(&xml).box
            case .start where xml.element == "txBody":
                var paragraphs = DrawingParagraphs(relationships, template, shape.placeholder)
                shape.pieces = try paragraphs.read(&xml)
            case .end where xml.depth == level: return placed(shape)
            case .finished: return placed(shape)
            default: break
            }
        }
    }

    private func placed(_ shape: SlideShape) -> SlideShape {
        guard shape.box == nil, let placeholder = shape.placeholder else { return shape }
        var shape = shape
        shape.box = template.box(placeholder)
        return shape
    }

    private func picture(_ xml: inout XMLPart) throws(Failure) -> SlideShape {
        let level = xml.depth
        var shape = SlideShape()
        while true {
            switch try xml.next() {
            case .start where xml.element == "cNvPr":
                let description = [xml["descr"], xml["title"]].compactMap { $0?.trimmingBlanks }.first { !$0.isEmpty }
                if let description { shape.pieces = [.block(.image(StyledText(description)))] }
            case .start where xml.element == "ph": shape.placeholder = SlideShape.Placeholder(&xml)
            case .start where xml.element == "xfrm": shape.box = try SlideFrame(&xml).box
            case .end where xml.depth == level: return placed(shape)
            case .finished: return placed(shape)
            default: break
            }
        }
    }

    /// A table, chart or SmartArt graphic; the picture of an embedded object is not looked into.
    private func graphic(_ xml: inout XMLPart) throws(Failure) -> SlideShape {
        let level = xml.depth
        var shape = SlideShape()
        while true {
            switch try xml.next() {
            case .start where xml.element == "xfrm" && shape.box == nil: shape.box = try SlideFrame(&xml).box
            case .start where xml.element == "tbl":
                if let table = try table(&xml) { shape.pieces.append(.block(.table(table))) }
            case .start where xml.element == "chart" || xml.element == "relIds":
                let isChart = xml.element == "chart"
                let id = xml.attribute(isChart ? "id" : "dm", inNamespaceEnding: "/relationships")
                guard let target = relationships[id], !target.isExternal else { break }
                shape.pieces += OfficeGraphic.blocks(of: target.target, isChart: isChart, in: package)
                    .map(FlowPiece.block)
            case .end where xml.depth == level: return shape
            case .finished: return shape
            default: break
            }
        }
    }

    private func table(_ xml: inout XMLPart) throws(Failure) -> Table? {
        let level = xml.depth
        var rows: [[Table.Cell]] = []
        var hasHeader = true
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "tblPr":
                hasHeader = xml["firstRow"].map(WordFormat.isOn) ?? false
                try xml.skip()
            case "tr" where rows.count < Limits.tableRows: rows.append(try row(&xml))
            default: try xml.skip()
            }
        }
        guard rows.contains(where: { $0.contains { !$0.text.isEmpty } }) else { return nil }
        return Table(rows: rows, headerRows: hasHeader ? 1 : 0)
    }

    private func row(_ xml: inout XMLPart) throws(Failure) -> [Table.Cell] {
        let level = xml.depth
        var cells: [Table.Cell] = []
        while try xml.nextChild(of: level) {
            guard xml.element == "tc" else {
                try xml.skip()
                continue
            }
            let isCovered = [xml["hMerge"], xml["vMerge"]].contains { $0.map(WordFormat.isOn) ?? false }
            var cell = Table.Cell(StyledText())
            cell.columnSpan = min(max(1, xml["gridSpan"].flatMap(Int.init) ?? 1), Limits.spannedColumns)
            cell.rowSpan = min(max(1, xml["rowSpan"].flatMap(Int.init) ?? 1), Limits.tableRows)
            let inner = xml.depth
            while try xml.nextChild(of: inner) {
                guard xml.element == "txBody" else {
                    try xml.skip()
                    continue
                }
                var paragraphs = DrawingParagraphs(relationships, SlideTemplate(), nil)
                cell.text = FlowPiece.flattened(try paragraphs.read(&xml))
            }
            if !isCovered { cells.append(cell) }
        }
        return cells
    }
}

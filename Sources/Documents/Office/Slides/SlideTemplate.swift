import Layout
import Model

/// What a slide takes over from its layout and master: places and bullets (ECMA-376 part 1, 19.3.1.39 and 19.3.1.42).
struct SlideTemplate {
    /// A placeholder of the layout or master.
    private struct Place {
        var box: PageBox?
        var bullets: [Int: Bool] = [:]
    }

    private var layout: [SlideShape.Placeholder: Place] = [:]
    private var master: [String: Place] = [:]
    private var bodyBullets: [Int: Bool] = [:]

    init() {}

    /// Reads the layout a slide uses and the layout's master.
    init(layout part: String, in package: Package) throws(Failure) {
        if var xml = try package.xml(part) {
            try Self.read(&xml) { placeholder, place in layout[placeholder] = place }
        }
        guard let masterPart = try Relationships(of: part, in: package).part("slideMaster"),
            var xml = try package.xml(masterPart)
        else { return }
        var styles: [Int: Bool] = [:]
        try Self.read(&xml, bodyStyle: &styles) { placeholder, place in
            if master[placeholder.type] == nil { master[placeholder.type] = place }
        }
        bodyBullets = styles
    }

    /// Where a placeholder without a place of its own stands.
    func box(_ placeholder: SlideShape.Placeholder) -> PageBox? {
        find(placeholder)?.box ?? master[Self.masterType(placeholder.type)]?.box
    }

    /// True when a paragraph that says nothing of its bullet has one.
    func hasBullet(_ placeholder: SlideShape.Placeholder?, level: Int) -> Bool {
        guard let placeholder, ["obj", "body"].contains(placeholder.type) else { return false }
        if let own = find(placeholder)?.bullets[level] { return own }
        return master["body"]?.bullets[level] ?? bodyBullets[level] ?? false
    }

    private func find(_ placeholder: SlideShape.Placeholder) -> Place? {
        if let exact = layout[placeholder] { return exact }
        if placeholder.index > 0, let same = layout.first(where: { $0.key.index == placeholder.index }) {
            return same.value
        }
        return layout.first { $0.key.type == placeholder.type || $0.key.isTitle && placeholder.isTitle }?.value
    }

    private static func masterType(_ type: String) -> String {
        switch type {
        case "ctrTitle": "title"
        case "obj", "subTitle", "tbl", "chart", "pic", "media", "dgm", "clipArt": "body"
        default: type
        }
    }

    private static func read(
        _ xml: inout XMLPart, _ found: (SlideShape.Placeholder, Place) -> Void
    ) throws(Failure) {
        var styles: [Int: Bool] = [:]
        try read(&xml, bodyStyle: &styles, found)
    }

    private static func read(
        _ xml: inout XMLPart, bodyStyle: inout [Int: Bool], _ found: (SlideShape.Placeholder, Place) -> Void
    ) throws(Failure) {
        while true {
            switch try xml.next() {
            case .start where xml.element == "sp": try readShape(&xml, found)
            case .start where xml.element == "bodyStyle": bodyStyle = try bullets(&xml)
            case .finished: return
            default: break
            }
        }
    }

    private static func readShape(
        _ xml: inout XMLPart, _ found: (SlideShape.Placeholder, Place) -> Void
    ) throws(Failure) {
        let level = xml.depth
        var placeholder: SlideShape.Placeholder?
        var place = Place()
        while true {
            switch try xml.next() {
            case .start where xml.element == "ph": placeholder = SlideShape.Placeholder(&xml)
            case .start where xml.element == "xfrm": place.box = try SlideFrame(&xml).box
            case .start where xml.element == "lstStyle": place.bullets = try bullets(&xml)
            case .end where xml.depth == level:
                if let placeholder { found(placeholder, place) }
                return
            case .finished: return
            default: break
            }
        }
    }

    /// Which levels of a list style have bullets or numbers; levels it says nothing of are missing.
    private static func bullets(_ xml: inout XMLPart) throws(Failure) -> [Int: Bool] {
        let level = xml.depth
        var bullets: [Int: Bool] = [:]
        while try xml.nextChild(of: level) {
            let inner = xml.depth
            // `lvl1pPr` to `lvl9pPr`.
            let number = xml.element.hasPrefix("lvl") ? xml.element.dropFirst(3).first?.wholeNumberValue : nil
            while try xml.nextChild(of: inner) {
                if let number, xml.element.hasPrefix("bu") {
                    if xml.element == "buNone" { bullets[number - 1] = false }
                    if ["buChar", "buAutoNum", "buBlip"].contains(xml.element) { bullets[number - 1] = true }
                }
                try xml.skip()
            }
        }
        return bullets
    }
}

extension SlideShape.Placeholder {
    /// Reads the attributes of `ph`, which begins here.
    init(_ xml: inout XMLPart) {
        type = xml["type"] ?? "obj"
        index = xml["idx"].flatMap(Int.init) ?? 0
    }
}

/// Where a shape stands and, for a group, in what space its parts count (ECMA-376 part 1, 20.1.7.5 and 20.1.7.6).
struct SlideFrame {
    private var offset = (x: 0.0, y: 0.0)
    private var size = (width: 0.0, height: 0.0)
    private var childOffset: (x: Double, y: Double)?
    private var childSize: (width: Double, height: Double)?

    private static let unitsPerPoint = 12_700.0

    /// Reads `xfrm`, which begins here.
    init(_ xml: inout XMLPart) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            func number(_ name: String) -> Double { (xml[name].flatMap(Double.init) ?? 0) / Self.unitsPerPoint }
            switch xml.element {
            case "off": offset = (number("x"), number("y"))
            case "ext": size = (number("cx"), number("cy"))
            case "chOff": childOffset = (number("x"), number("y"))
            case "chExt": childSize = (number("cx"), number("cy"))
            default: break
            }
            try xml.skip()
        }
    }

    var box: PageBox {
        PageBox(x: offset.x, y: offset.y, width: max(0, size.width), height: max(0, size.height))
    }

    /// Where a box of the group's own space stands outside of it.
    func outside(_ inner: PageBox) -> PageBox {
        guard let childOffset, let childSize, childSize.width > 0, childSize.height > 0 else { return inner }
        let (across, down) = (size.width / childSize.width, size.height / childSize.height)
        return PageBox(
            x: offset.x + (inner.x - childOffset.x) * across, y: offset.y + (inner.y - childOffset.y) * down,
            width: inner.width * across, height: inner.height * down)
    }
}

import Model
import XML

/// Finds what a page is about, and what stands around it on every page of a site.
///
/// Safe rather than clever: the smallest element that holds nearly all paragraphs is the content, parts of it are left
/// out only when they call themselves something else or are lists of links by name, and a page without paragraphs,
/// such as a table or a form, is taken whole.
struct MainContent {
    /// The element that holds the content.
    private(set) var root: HTMLTree.Place
    /// Elements in it that are left out.
    private(set) var omitted: Set<HTMLTree.Place> = []
    /// The heading of the page, where it stands before the content.
    private(set) var heading: HTMLTree.Place?
    /// True when there is text that is left out.
    private(set) var leavesOut = false

    private let tree: HTMLTree
    private let weights: TextWeights

    /// Looks for the content of a page.
    init(of tree: HTMLTree) {
        self.tree = tree
        let body = tree.first("body") ?? 0
        root = body
        weights = TextWeights(of: tree)
        guard weights.prose[body] >= Limits.proseBytes else {
            omitNavigation(of: body)
            return
        }
        root = declared(below: body) ?? smallest(holding: Limits.proseShare, in: body)
        omit(in: root)
        // What was left out must not have been the content.
        let kept = weights.prose[root] - omitted.reduce(0) { $0 + weights.prose[$1] }
        if kept * 2 < weights.prose[body] {
            root = body
            omitted = []
        } else if root != body || !omitted.isEmpty {
            leavesOut = true
            heading = headingOutside(body)
        }
    }

    /// The element the page itself calls its content, where that holds most of its paragraphs.
    private func declared(below body: HTMLTree.Place) -> HTMLTree.Place? {
        var mains: [HTMLTree.Place] = []
        var articles: [HTMLTree.Place] = []
        tree.visit(below: body) { node in
            let name = tree.name(of: node)
            if name == "main" || tree.attribute("role", of: node)?.lowercased() == "main" { mains.append(node) }
            if name == "article" || tree.attribute("itemprop", of: node)?.lowercased() == "articlebody" {
                articles.append(node)
            }
            return !tree.isText(node)
        }
        let whole = weights.prose[body]
        let fitting = (articles + mains).filter { weights.prose[$0] * 10 >= whole * 7 }
        return fitting.min { weights.prose[$0] < weights.prose[$1] }
    }

    /// The innermost element that holds this share of all paragraphs.
    private func smallest(holding percent: Int, in body: HTMLTree.Place) -> HTMLTree.Place {
        let needed = weights.prose[body] * percent / 100
        var place = body
        while let inner = tree.children(of: place).first(where: { child in
            !tree.isText(child) && weights.prose[child] >= needed && !Self.tooNarrow.contains(tree.name(of: child))
        }) {
            place = inner
        }
        return place
    }

    /// An element of these is a part of a content, never all of it.
    private static let tooNarrow: Set<String> = [
        "p", "ul", "ol", "li", "dl", "dd", "dt", "table", "tbody", "thead", "tr", "td", "th", "blockquote", "pre", "a",
        "span",
        "b", "i", "em", "strong", "font",
    ]

    // MARK: What is left out

    /// Of a page with few words only what calls itself navigation is left out.
    private mutating func omitNavigation(of body: HTMLTree.Place) {
        var found: Set<HTMLTree.Place> = []
        tree.visit(below: body) { node in
            if tree.isText(node) || tree.isHidden(node) { return false }
            let isNavigation =
                tree.name(of: node) == "nav" || tree.attribute("role", of: node)?.lowercased() == "navigation"
            if isNavigation { found.insert(node) }
            return !isNavigation
        }
        let text = found.reduce(0) { $0 + weights.text[$1] }
        guard text > 0, text * 4 <= weights.text[body] else { return }
        omitted = found
        leavesOut = true
    }

    private mutating func omit(in root: HTMLTree.Place) {
        var found: Set<HTMLTree.Place> = []
        tree.visit(below: root) { node in
            if tree.isText(node) || tree.isHidden(node) { return false }
            if isAround(node, root) {
                found.insert(node)
                return false
            }
            return true
        }
        omitted = found
    }

    private func isAround(_ place: HTMLTree.Place, _ root: HTMLTree.Place) -> Bool {
        let name = tree.name(of: place)
        let role = tree.attribute("role", of: place)?.lowercased() ?? ""
        let isSmall = weights.prose[place] * 4 <= weights.prose[root]
        guard isSmall else { return false }
        if Self.roles.contains(role) { return true }
        switch name {
        case "nav", "menu": return true
        case "aside": return true
        case "footer", "header": return !isWithinArticle(place, root) && !holdsMainHeading(place)
        case "form", "button": return weights.prose[place] == 0
        default: break
        }
        guard ["div", "section", "ul", "ol", "span", "table", "p", "dl", "center"].contains(name) else { return false }
        let words = Words(tree.words(of: place))
        if words.has(Self.notices), weights.text[place] < Limits.noticeBytes { return true }
        guard words.has(Self.around), !words.has(Self.content) else { return false }
        // By its name alone nothing is left out that reads like paragraphs.
        return weights.prose[place] == 0 || weights.linked[place] * 2 > weights.text[place]
    }

    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar",
        "toolbar", "tablist",
    ]
    private static let notices: Set<String> = [
        "cookie", "cookies", "consent", "gdpr", "cookiebar", "cookieconsent", "skiplink", "skip", "onetrust", "paywall",
    ]
    private static let around: Set<String> = [
        "nav", "navbar", "navigation", "menu", "sidebar", "breadcrumb", "breadcrumbs", "pagination", "pager", "share",
        "sharing",
        "social", "related", "recommended", "newsletter", "subscribe", "signup", "promo", "advert", "advertisement",
        "ads",
        "sponsored", "widget", "toolbar", "footer", "masthead", "topbar", "tags", "taglist", "popular", "trending",
        "login", "editsection", "navbox", "noprint", "toc", "hidden", "comments", "respond", "outbrain", "taboola",
    ]
    private static let content: Set<String> = ["content", "article", "post", "entry", "main", "story", "body"]

    private func isWithinArticle(_ place: HTMLTree.Place, _ root: HTMLTree.Place) -> Bool {
        var outer: HTMLTree.Place? = place
        while let node = outer {
            if tree.name(of: node) == "article" || tree.name(of: node) == "main" { return true }
            if node == root { return root != tree.first("body") }
            outer = tree.parent(of: node)
        }
        return false
    }

    private func holdsMainHeading(_ place: HTMLTree.Place) -> Bool { tree.first("h1", below: place) != nil }

    /// The only first heading of a page, when it is not in the content.
    private func headingOutside(_ body: HTMLTree.Place) -> HTMLTree.Place? {
        var headings: [HTMLTree.Place] = []
        var isInside = false
        tree.visit(below: body) { node in
            if tree.isText(node) || tree.isHidden(node) { return false }
            if tree.name(of: node) == "h1" { headings.append(node) }
            return true
        }
        guard headings.count == 1, let only = headings.first else { return nil }
        var outer: HTMLTree.Place? = only
        while let node = outer {
            if omitted.contains(node) { return weights.text[only] > 0 ? only : nil }
            if node == root { isInside = true }
            outer = tree.parent(of: node)
        }
        return isInside || weights.text[only] == 0 ? nil : only
    }

    /// The words that names of classes are made of: `site-footer__navBar` is site, footer, nav, bar and navbar.
    private struct Words {
        private let words: Set<String>

        init(_ names: String) {
            words = Set(
                names.split { !ASCII.isLetter($0.utf8.first ?? 0) || $0.utf8.count > 1 }.map(String.init))
        }

        func has(_ others: Set<String>) -> Bool { !words.isDisjoint(with: others) }
    }
}

/// How much text each element holds, in bytes.
struct TextWeights {
    /// All that is shown.
    private(set) var text: [Int]
    /// What leads elsewhere.
    private(set) var linked: [Int]
    /// What stands in paragraphs of some length outside of links.
    private(set) var prose: [Int]

    init(of tree: HTMLTree) {
        text = [Int](repeating: 0, count: tree.count)
        linked = text
        prose = text
        measure(0, in: tree, isLinked: false, isAround: false)
    }

    private mutating func measure(_ place: HTMLTree.Place, in tree: HTMLTree, isLinked: Bool, isAround: Bool) {
        if tree.isText(place) {
            text[place] = tree.text(of: place).trimmed.count
            linked[place] = isLinked ? text[place] : 0
            return
        }
        if place != 0, tree.isHidden(place) { return }
        let name = tree.name(of: place)
        let isAround = isAround || Self.around.contains(name)
        for child in tree.children(of: place) {
            measure(child, in: tree, isLinked: isLinked || name == "a", isAround: isAround)
            text[place] += text[child]
            linked[place] += linked[child]
            prose[place] += prose[child]
        }
        let isParagraph = Self.paragraphs.contains(name) || name == "div" && prose[place] == 0
        if isParagraph, prose[place] == 0, !isAround, text[place] - linked[place] >= Limits.paragraphBytes,
            linked[place] * 2 < text[place]
        {
            prose[place] = text[place] - linked[place]
        }
    }

    private static let around: Set<String> = ["nav", "footer", "aside"]
    private static let paragraphs: Set<String> = [
        "p", "pre", "li", "td", "th", "dd", "blockquote", "figcaption", "summary", "h1", "h2", "h3",
    ]
}

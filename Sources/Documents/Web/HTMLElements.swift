/// What kinds of elements there are (HTML Living Standard, section 15.3).
enum HTMLElements {
    /// What a reader of the page does not see, or sees only while using it.
    static let unseen: Set<String> = [
        "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "canvas", "audio", "video",
        "svg", "map", "area", "source", "track", "param", "link", "meta", "base", "title", "select", "datalist",
        "input",
        "rp", "frameset", "applet", "noframes", "progress", "meter",
    ]

    /// Elements that begin and end a paragraph.
    static let blocks: Set<String> = [
        "html", "body", "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
        "table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th", "ul", "xmp", "listing", "plaintext", "option",
    ]

    static let lists: Set<String> = ["ul", "ol", "menu", "dir"]
    static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
}

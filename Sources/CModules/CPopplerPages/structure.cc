#include "structure.h"

#include "text.h"

#include <Catalog.h>

#include <algorithm>
#include <cstring>

namespace {
constexpr size_t mostElements = 300000;
constexpr size_t mostContents = 1000000;
constexpr int deepestTree = 100;
constexpr int mostRoles = 16;
constexpr int mostSpan = 1000;
constexpr size_t longestText = 4096;

// The standard structure types of ISO 32000-2 section 14.8.4, and those of PDF 1.7 that it dropped.
constexpr struct {
    const char *name;
    int kind;
} kinds[] = {
    {"P", cpoppler_paragraph},        {"H", cpoppler_heading},          {"H1", cpoppler_heading_1},
    {"H2", cpoppler_heading_2},       {"H3", cpoppler_heading_3},       {"H4", cpoppler_heading_4},
    {"H5", cpoppler_heading_5},       {"H6", cpoppler_heading_6},       {"Title", cpoppler_heading_1},
    {"L", cpoppler_list},             {"LI", cpoppler_list_entry},      {"Lbl", cpoppler_label},
    {"LBody", cpoppler_list_body},    {"Table", cpoppler_table},        {"TR", cpoppler_row},
    {"TH", cpoppler_header_cell},     {"TD", cpoppler_cell},            {"Figure", cpoppler_figure},
    {"Formula", cpoppler_formula},    {"Caption", cpoppler_caption},    {"Note", cpoppler_note},
    {"FENote", cpoppler_note},        {"Code", cpoppler_code},          {"BlockQuote", cpoppler_quote},
    {"Artifact", cpoppler_no_content}, {"TOC", cpoppler_contents},      {"TOCI", cpoppler_contents_entry},
    {"Document", cpoppler_group},     {"DocumentFragment", cpoppler_group}, {"Part", cpoppler_group},
    {"Art", cpoppler_group},          {"Sect", cpoppler_group},         {"Div", cpoppler_group},
    {"Aside", cpoppler_group},        {"NonStruct", cpoppler_group},    {"Private", cpoppler_group},
    {"THead", cpoppler_group},        {"TBody", cpoppler_group},        {"TFoot", cpoppler_group},
    {"Index", cpoppler_group},        {"Span", cpoppler_inline},        {"Link", cpoppler_inline},
    {"Quote", cpoppler_inline},       {"Em", cpoppler_inline},          {"Strong", cpoppler_inline},
    {"Sub", cpoppler_inline},         {"Reference", cpoppler_inline},   {"BibEntry", cpoppler_inline},
    {"Annot", cpoppler_inline},       {"Form", cpoppler_inline},        {"Ruby", cpoppler_inline},
    {"RB", cpoppler_inline},          {"RT", cpoppler_inline},          {"RP", cpoppler_inline},
    {"Warichu", cpoppler_inline},     {"WT", cpoppler_inline},          {"WP", cpoppler_inline},
};

int standardKind(const char *name) {
    for (const auto &kind : kinds) {
        if (std::strcmp(kind.name, name) == 0) return kind.kind;
    }
    return cpoppler_other;
}
}  // namespace

const std::vector<cpoppler_element> &StructureTree::elements() {
    if (!isRead) {
        isRead = true;
        read();
    }
    return found;
}

const std::vector<cpoppler_marked> &StructureTree::contents(int page) {
    static const std::vector<cpoppler_marked> none;
    elements();
    const auto of = byPage.find(page);
    return of == byPage.end() ? none : of->second;
}

void StructureTree::read() {
    const Object catalog = document->getXRef()->getCatalog();
    if (!catalog.isDict()) return;
    const Object marks = catalog.dictLookup("MarkInfo");
    if (!marks.isDict()) return;
    const Object isMarked = marks.dictLookup("Marked"), isSuspect = marks.dictLookup("Suspects");
    if (!isMarked.isBool() || !isMarked.getBool() || (isSuspect.isBool() && isSuspect.getBool())) return;
    const Object root = catalog.dictLookup("StructTreeRoot");
    if (!root.isDict()) return;
    roles = root.dictLookup("RoleMap");
    add(root.dictLookupNF("K"), -1, 0, 0);
    seen.clear();
}

void StructureTree::add(const Object &child, int parent, int page, int depth) {
    if (depth > deepestTree || found.size() >= mostElements || contentCount >= mostContents) return;
    if (child.isRef() && !seen.insert(child.getRef().num).second) return;
    const Object value = child.isRef() ? child.fetch(document->getXRef()) : child.copy();
    if (value.isInt()) return addContent(page, parent, value);
    if (value.isArray()) {
        for (int index = 0; index < value.arrayGetLength(); index++) {
            add(value.arrayGetNF(index), parent, page, depth + 1);
        }
        return;
    }
    if (!value.isDict()) return;
    const Object type = value.dictLookup("Type");
    if (type.isName("OBJR")) return;
    if (!type.isName("MCR")) return addElement(value, parent, page, depth);
    // The content of a form that is drawn on the page has numbers of its own.
    if (!value.dictLookupNF("Stm").isNull()) return;
    const Object &own = value.dictLookupNF("Pg");
    addContent(own.isRef() ? targets->number(own.getRef()) : page, parent, value.dictLookup("MCID"));
}

void StructureTree::addContent(int page, int parent, const Object &number) {
    if (page <= 0 || parent < 0 || !number.isInt()) return;
    contentCount++;
    byPage[page].push_back({parent, number.getInt()});
}

void StructureTree::addElement(const Object &element, int parent, int page, int depth) {
    if (!element.dictLookup("S").isName()) return;
    cpoppler_element added = {parent, kindOf(element), 1, 1, "", ""};
    const Object &own = element.dictLookupNF("Pg");
    if (own.isRef()) page = targets->number(own.getRef());
    readSpans(element.dictLookup("A"), &added, 0);
    texts.push_back(utf8(element.dictLookup("Alt"), longestText));
    added.description = texts.back().c_str();
    texts.push_back(utf8(element.dictLookup("ActualText"), longestText));
    added.text = texts.back().c_str();
    found.push_back(added);
    add(element.dictLookupNF("K"), static_cast<int>(found.size()) - 1, page, depth + 1);
}

// Of the standard type that the role map of the document leads to.
int StructureTree::kindOf(const Object &element) {
    const Object type = element.dictLookup("S");
    std::string name = type.getName();
    int kind = standardKind(name.c_str());
    for (int step = 0; kind == cpoppler_other && roles.isDict() && step < mostRoles; step++) {
        const Object next = roles.dictLookup(name.c_str());
        if (!next.isName()) break;
        name = next.getName();
        kind = standardKind(name.c_str());
    }
    return kind;
}

void StructureTree::readSpans(const Object &attributes, cpoppler_element *element, int depth) {
    if (attributes.isArray() && depth == 0) {
        const int count = std::min(attributes.arrayGetLength(), mostRoles);
        for (int index = 0; index < count; index++) readSpans(attributes.arrayGet(index), element, depth + 1);
        return;
    }
    if (!attributes.isDict()) return;
    const Object rows = attributes.dictLookup("RowSpan"), columns = attributes.dictLookup("ColSpan");
    if (rows.isInt()) element->row_span = std::clamp(rows.getInt(), 1, mostSpan);
    if (columns.isInt()) element->column_span = std::clamp(columns.getInt(), 1, mostSpan);
}

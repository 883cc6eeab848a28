#include "links.h"

#include "numbers.h"
#include "text.h"

#include <PDFDoc.h>
#include <Page.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace {
constexpr int mostParts = 1000;

// A point of the page on the page as shown.
std::pair<double, double> shown(const Page *page, double x, double y) {
    const PDFRectangle *box = page->getCropBox();
    switch (page->getRotate()) {
    case 90: return {y - box->y1, x - box->x1};
    case 180: return {box->x2 - x, y - box->y1};
    case 270: return {box->y2 - y, box->x2 - x};
    default: return {x - box->x1, box->y2 - y};
    }
}

// The box around `count` points that stand in a list from `start` on; false when they are no numbers.
bool areaOf(const Object &numbers, int start, int count, const Page *page, cpoppler_area *area) {
    *area = {1e9F, 1e9F, -1e9F, -1e9F};
    for (int index = start; index < start + 2 * count; index += 2) {
        const Object x = numbers.arrayGet(index), y = numbers.arrayGet(index + 1);
        if (!x.isNum() || !y.isNum()) return false;
        const auto [shownX, shownY] = shown(page, x.getNum(), y.getNum());
        area->left = std::min(area->left, bounded(shownX));
        area->top = std::min(area->top, bounded(shownY));
        area->right = std::max(area->right, bounded(shownX));
        area->bottom = std::max(area->bottom, bounded(shownY));
    }
    return true;
}
}  // namespace

const std::vector<cpoppler_link> &PageLinks::read(const std::vector<Object> &annotations, const Page *page,
                                                  Targets *targets, size_t limit, size_t textLimit) {
    fields = false;
    links.clear();
    texts.clear();
    parts.clear();
    for (const Object &annotation : annotations) add(annotation, page, targets, limit, textLimit);
    return links;
}

void PageLinks::add(const Object &annotation, const Page *page, Targets *targets, size_t limit, size_t textLimit) {
    const Object kind = annotation.dictLookup("Subtype");
    fields = fields || kind.isName("Widget");
    if (!kind.isName("Link") || links.size() >= limit) return;
    cpoppler_link link = {};
    const Object box = annotation.dictLookup("Rect");
    if (!box.isArray() || box.arrayGetLength() < 4 || !areaOf(box, 0, 2, page, &link.area)) return;
    Target target = targets->of(annotation, textLimit);
    if (target.kind == cpoppler_no_target) return;
    const Object quads = annotation.dictLookup("QuadPoints");
    if (quads.isArray() && quads.arrayGetLength() > 8) {
        parts.emplace_back();
        const int end = std::min(quads.arrayGetLength(), mostParts * 8);
        cpoppler_area part;
        for (int index = 0; index + 8 <= end; index += 8) {
            if (areaOf(quads, index, 4, page, &part)) parts.back().push_back(part);
        }
        link.parts = parts.back().data();
        link.part_count = parts.back().size();
    }
    texts.push_back(std::move(target.text));
    link.kind = target.kind;
    link.page = target.page;
    link.text = texts.back().c_str();
    links.push_back(link);
}

const std::vector<cpoppler_outline_entry> &OutlineEntries::read(PDFDoc *document, Targets *targets, size_t most,
                                                                int deepest, size_t longestText) {
    limit = most;
    depth = deepest;
    textLimit = longestText;
    seen.clear();
    entries.clear();
    texts.clear();
    const Object catalog = document->getXRef()->getCatalog();
    const Object outline = catalog.isDict() ? catalog.dictLookup("Outlines") : Object(objNull);
    if (outline.isDict()) add(outline.dictLookupNF("First").copy(), 1, targets);
    return entries;
}

void OutlineEntries::add(Object reference, int level, Targets *targets) {
    while (reference.isRef() && entries.size() < limit && seen.insert(reference.getRef().num).second) {
        const Object entry = reference.fetch(targets->xref());
        if (!entry.isDict()) return;
        texts.push_back(utf8(entry.dictLookup("Title"), textLimit));
        entries.push_back({texts.back().c_str(), level, targets->of(entry, textLimit).page});
        if (level < depth) add(entry.dictLookupNF("First").copy(), level + 1, targets);
        reference = entry.dictLookupNF("Next").copy();
    }
}

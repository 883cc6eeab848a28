#include "annotations.h"

#include <Gfx.h>
#include <Page.h>

#include <algorithm>

namespace {
constexpr int mostAnnotations = 50000;
// Flags of ISO 32000-2 section 12.5.3.
constexpr int hidden = 2, notViewed = 32;

bool isShown(const Object &annotation) {
    const Object kind = annotation.dictLookup("Subtype");
    if (kind.isName("Link")) return false;
    const Object flags = annotation.dictLookup("F");
    if (flags.isInt() && (flags.getInt() & (hidden | notViewed))) return false;
    return kind.isName("Widget") || kind.isName("FreeText") || kind.isName("Stamp");
}

// The normal appearance, of the state it is in where there are several.
Object appearance(const Object &annotation) {
    const Object appearances = annotation.dictLookup("AP");
    if (!appearances.isDict()) return Object(objNull);
    Object normal = appearances.dictLookup("N");
    if (!normal.isDict()) return normal;
    const Object state = annotation.dictLookup("AS");
    return state.isName() ? normal.dictLookup(state.getName()) : Object(objNull);
}
}  // namespace

const std::vector<Object> &PageAnnotations::of(int wanted, Page *page) {
    if (wanted == number) return annotations;
    annotations.clear();
    const Object list = page->getAnnotsObject();
    const int count = list.isArray() ? std::min(list.arrayGetLength(), mostAnnotations) : 0;
    for (int index = 0; index < count; index++) {
        Object annotation = list.arrayGet(index);
        if (annotation.isDict()) annotations.push_back(std::move(annotation));
    }
    number = wanted;
    return annotations;
}

bool addsToPage(const std::vector<Object> &annotations) {
    return std::any_of(annotations.begin(), annotations.end(), isShown);
}

void displayAnnotations(const std::vector<Object> &annotations, const Page *page, Gfx *interpreter) {
    for (const Object &annotation : annotations) {
        if (!isShown(annotation)) continue;
        Object form = appearance(annotation);
        const Object box = annotation.dictLookup("Rect");
        if (!form.isStream() || !box.isArray() || box.arrayGetLength() < 4) continue;
        double sides[4];
        bool isBox = true;
        for (int side = 0; side < 4; side++) {
            const Object number = box.arrayGet(side);
            isBox = isBox && number.isNum();
            sides[side] = isBox ? number.getNum() : 0;
        }
        if (!isBox) continue;
        interpreter->drawAnnot(&form, nullptr, nullptr, std::min(sides[0], sides[2]), std::min(sides[1], sides[3]),
                               std::max(sides[0], sides[2]), std::max(sides[1], sides[3]), page->getRotate());
    }
}

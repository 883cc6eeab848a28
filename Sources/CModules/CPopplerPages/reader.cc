#include "reader.h"

#include "annotations.h"
#include "versions.h"

#include <Dict.h>
#include <GfxState.h>

namespace {
constexpr double pointsPerInch = 72;
constexpr int mostRefused = 3;
constexpr int restAfterRefusal = 10;

// A dictionary around `fonts` that can stand as the resources of a page.
Object fontResources(XRef *xref, const std::vector<NamedFont> &fonts) {
    Object dictionary(new Dict(xref));
    for (const NamedFont &font : fonts) dictionary.dictAdd(font.name.c_str(), Object(font.reference));
    Object resources(new Dict(xref));
    resources.dictAdd("Font", std::move(dictionary));
    return resources;
}

// The resources of a page but for its fonts.
Object otherResources(XRef *xref, Page *page) {
    Object others(new Dict(xref));
    if (Dict *resources = page->getResourceDict()) {
        for (int index = 0; index < resources->getLength(); index++) {
            const char *key = resources->getKey(index);
            if (std::string_view(key) != "Font") others.dictAdd(key, resources->getValNF(index).copy());
        }
    }
    return others;
}
// Asked by the interpreter whether to stop.
bool isEndless(void *collector) { return static_cast<ContentCollector *>(collector)->isEndless(); }
}  // namespace

void shownSize(const Page *page, double *width, double *height) {
    const bool isTurned = page->getRotate() == 90 || page->getRotate() == 270;
    *width = isTurned ? page->getCropHeight() : page->getCropWidth();
    *height = isTurned ? page->getCropWidth() : page->getCropHeight();
}

void PageReader::read(int number, Page *page, const std::vector<Object> &annotations, cpoppler_content *result) {
    if (!sharesFonts) {
        readAlone(number, page, annotations);
    } else if (addsToPage(annotations) || !readDirectly(page)) {
        if (!readShared(number, page, annotations)) readAlone(number, page, annotations);
    }
    collector.get(result);
}

// A document whose pages are refused again and again is tried now and then only.
bool PageReader::readDirectly(Page *page) {
    if (untried > 0) {
        untried--;
        return false;
    }
    const Object content = page->getContents();
    bool isRead = false;
    if (content.isNull() || inflater.unpack(content)) {
        collector.begin({});
        isRead = content.isNull() || direct.read(page, inflater.operators());
        collector.end();
        inflater.shrink();
    }
    refused = isRead ? 0 : refused + 1;
    if (refused >= mostRefused) untried = restAfterRefusal;
    return isRead;
}

bool PageReader::readShared(int number, Page *page, const std::vector<Object> &annotations) {
    std::vector<NamedFont> fonts;
    if (!fontsOf(page, &fonts)) return false;
    XRef *xref = document->getXRef();
    if (!group || !(group->box == *page->getCropBox()) || group->rotation != page->getRotate() ||
        !group->fonts.accepts(fonts)) {
        group = std::make_unique<Group>();
        group->box = *page->getCropBox();
        group->rotation = page->getRotate();
        group->interpreter = std::make_unique<Gfx>(document, &collector, number, nullptr, pointsPerInch, pointsPerInch,
                                                   &group->box, nullptr, group->rotation, isEndless, &collector);
    }
    pushFonts(group->fonts.add(fonts));
    Gfx *interpreter = group->interpreter.get();
    collector.begin(group->fonts.others(fonts));
    // The interpreter finds a font that the page does not bring in the table below.
    Object resources = otherResources(xref, page);
    interpreter->pushResources(resources.getDict());
    display(page, annotations, interpreter);
    collector.end();
    if (closeWhatThePageLeftOpen()) {
        interpreter->popResources();
    } else {
        forget();
    }
    // Read on its own, the page would not have found that font.
    return !collector.usedForeignFont();
}

void PageReader::readAlone(int number, Page *page, const std::vector<Object> &annotations) {
    Gfx interpreter(document, &collector, number, page->getResourceDict(), pointsPerInch, pointsPerInch,
                    page->getCropBox(), nullptr, page->getRotate(), isEndless, &collector);
    collector.begin({});
    display(page, annotations, &interpreter);
    collector.end();
}

void PageReader::display(Page *page, const std::vector<Object> &annotations, Gfx *interpreter) {
    Object content = page->getContents();
    if (!content.isNull()) {
        if (inflater.unpack(content)) content = versions::content(inflater.operators());
        interpreter->saveState();
        interpreter->display(&content);
        interpreter->restoreState();
        inflater.shrink();
    }
    displayAnnotations(annotations, page, interpreter);
}

// Adds a level of resources below those of the pages to come; the interpreter drops it in the end.
void PageReader::pushFonts(const std::vector<NamedFont> &fonts) {
    if (fonts.empty()) return;
    const Object resources = fontResources(document->getXRef(), fonts);
    group->interpreter->pushResources(resources.getDict());
}

// Paths, clips and marked content survive the restored state; the next page must not see them. False when the page left
// marked content open.
bool PageReader::closeWhatThePageLeftOpen() {
    Gfx *interpreter = group->interpreter.get();
    const long before = collector.closedContents();
    Object content = versions::content("n EMC");
    interpreter->saveState();
    interpreter->display(&content);
    interpreter->restoreState();
    interpreter->getState()->textMoveTo(0, 0);
    return collector.closedContents() == before;
}

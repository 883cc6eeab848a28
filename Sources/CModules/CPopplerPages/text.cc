#include "text.h"

#include "versions.h"

#include <GfxFont.h>
#include <GfxState.h>

void TextCollector::restoreState(GfxState *state) {
    if (device) device->restoreState(state);
}

void TextCollector::updateFont(GfxState *state) {
    if (!device) return;
    if (!foreign.empty()) {
        if (const auto &font = state->getFont(); font && foreign.count(font->getID()->num)) foreignFont = true;
    }
    device->updateFont(state);
}

void TextCollector::drawChar(GfxState *state, double x, double y, double dx, double dy, double originX, double originY,
                             CharCode code, int nBytes, const Unicode *u, int uLen) {
    if (device) device->TextOutputDev::drawChar(state, x, y, dx, dy, originX, originY, code, nBytes, u, uLen);
}

void TextCollector::incCharCount(int nChars) {
    if (device) device->incCharCount(nChars);
}

void TextCollector::beginActualText(GfxState *state, const GooString *actual) {
    if (device) device->beginActualText(state, actual);
}

void TextCollector::endActualText(GfxState *state) {
    if (device) device->endActualText(state);
}

void TextCollector::endMarkedContent(GfxState *) { closed++; }

void TextCollector::begin(int number, GfxState *state, XRef *xref, std::unordered_set<int> foreignFonts) {
    // As poppler-glib creates it.
    device = std::make_unique<TextOutputDev>(nullptr, true, 0, false, false);
    foreign = std::move(foreignFonts);
    foreignFont = false;
    device->startPage(number, state, xref);
    device->updateFont(state);
}

void TextCollector::end(double width, double height) {
    text.clear();
    boxes.clear();
    device->endPage();
    std::unique_ptr<TextPage, void (*)(TextPage *)> page(device->takeText(), [](TextPage *taken) { taken->decRefCnt(); });
    device.reset();
    const PDFRectangle area(0, 0, width, height);
    if (const auto found = versions::owned(page->getSelectionText(&area, selectionStyleGlyph))) {
        text = found->c_str();
    }
    if (!text.empty()) addBoxes(page.get(), area);
}

void TextCollector::addBoxes(TextPage *page, const PDFRectangle &area) {
    const auto lines = versions::words(page, area);
    for (size_t line = 0; line < lines.size(); line++) {
        cpoppler_box box = {};
        for (size_t index = 0; index < lines[line].size(); index++) {
            const TextWordSelection &selected = *lines[line][index];
            const TextWord *word = selected.getWord();
            for (int character = selected.getBegin(); character < selected.getEnd(); character++) {
                cpoppler_box &found = boxes.emplace_back();
                word->getCharBBox(character, &found.left, &found.top, &found.right, &found.bottom);
            }
            word->getBBox(&box.left, &box.top, &box.right, &box.bottom);
            if (word->hasSpaceAfter() && index + 1 < lines[line].size()) {
                cpoppler_box next = {};
                lines[line][index + 1]->getWord()->getBBox(&next.left, &next.top, &next.right, &next.bottom);
                boxes.push_back({box.right, box.top, next.left, box.bottom});
            }
        }
        // The line break stands at the end of the last word.
        if (line + 1 < lines.size() && !boxes.empty()) boxes.push_back({box.right, box.bottom, box.right, box.bottom});
    }
}

void TextCollector::get(cpoppler_text *result) const {
    *result = {text.data(), text.size(), boxes.data(), boxes.size()};
}

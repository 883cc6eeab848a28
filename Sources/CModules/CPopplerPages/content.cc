#include "content.h"

#include "characters.h"
#include "numbers.h"
#include "text.h"
#include "versions.h"

#include <GfxFont.h>
#include <GfxState.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {
// Beyond these a page is a drawing, of which nothing more is to be learned.
// No page that people read has nearly as many glyphs, or as many operators between looks at the clock.
constexpr size_t mostGlyphs = 1000000;
constexpr size_t mostLooks = 5000000;
constexpr size_t deepestContent = 1000;
// Longest text of one glyph, in bytes.
constexpr size_t longestText = 255;
}  // namespace

ContentCollector::Step ContentCollector::shownSpacing(GfxState *state, double spacing) {
    Step step{0, 0};
    if (spacing == 0) return step;
    double x, y;
    state->textTransformDelta(spacing * state->getHorizScaling(), 0, &x, &y);
    state->transformDelta(x, y, &step.x, &step.y);
    return step;
}

void ContentCollector::restoreState(GfxState *) {
    isFillKnown = false;
    isFontKnown = false;
    isShapeOfTextKnown = false;
}

void ContentCollector::lookAtFont(const GfxFont *current) {
    isFontKnown = true;
    if (!foreign.empty() && foreign.count(current->getID()->num)) foreignFont = true;
    font = facets.number(current);
    isVertical = current->getWMode() != 0;
    fontScale = 1;
    if (current->getType() == fontType3) {
        // Glyphs of Type 3 are drawn in a space of their own; its box says how tall they are.
        const double *box = current->getFontBBox();
        const double *matrix = current->getFontMatrix();
        const double height = std::fabs(box[3] - box[1]) * std::hypot(matrix[2], matrix[3]);
        if (height > 0 && height < 1e6) fontScale = height;
    }
}

// How large the text is on the page, whichever way it runs, and what the document adds between glyphs.
void ContentCollector::measureText(GfxState *state) {
    const double *text = state->getTextMat();
    const double *page = state->getCTM();
    const double upX = text[2] * page[0] + text[3] * page[2];
    const double upY = text[2] * page[1] + text[3] * page[3];
    size = bounded(std::fabs(state->getFontSize()) * std::hypot(upX, upY) * fontScale);
    characterSpacing = shownSpacing(state, state->getCharSpace());
    wordSpacing = shownSpacing(state, state->getWordSpace());
    isShapeOfTextKnown = true;
}

void ContentCollector::drawChar(GfxState *state, double x, double y, double dx, double dy, double originX,
                                double originY, CharCode code, int nBytes, const Unicode *u, int uLen) {
    if (!isOpen || endless) return;
    if (glyphs.size() >= mostGlyphs) {
        endless = true;
        return;
    }
    if (!isFontKnown) lookAtFont(state->getFont().get());
    if (!isShapeOfTextKnown) measureText(state);
    if (!isFillKnown) {
        GfxRGB rgb;
        state->getFillRGB(&rgb);
        fillColor = packed(rgb);
        isFillKnown = true;
    }
    cpoppler_glyph glyph;
    double shownX, shownY, shownDX, shownDY;
    if (isVertical) {
        state->transform(x - originX, y - originY, &shownX, &shownY);
        state->transformDelta(dx, dy, &shownDX, &shownDY);
    } else {
        state->transform(x, y, &shownX, &shownY);
        state->transformDelta(dx, dy, &shownDX, &shownDY);
        shownDX -= characterSpacing.x;
        shownDY -= characterSpacing.y;
        if (nBytes == 1 && code == ' ') {
            shownDX -= wordSpacing.x;
            shownDY -= wordSpacing.y;
        }
    }
    glyph.x = bounded(shownX);
    glyph.y = bounded(shownY);
    glyph.dx = bounded(shownDX);
    glyph.dy = bounded(shownDY);
    glyph.size = size;
    glyph.color = fillColor;
    glyph.font = font;
    glyph.flags = isVertical ? cpoppler_vertical : 0;
    const int render = state->getRender() & 3;
    if (render == 3) glyph.flags |= cpoppler_hidden;
    if (render == 2) glyph.flags |= cpoppler_outlined;
    glyph.content = marked.empty() ? -1 : marked.back().content;
    if (!marked.empty() && marked.back().isArtifact) glyph.flags |= cpoppler_artifact;
    glyph.text = static_cast<uint32_t>(text.size());
    if (!appendText(u, uLen)) glyph.flags |= cpoppler_unknown;
    glyph.length = static_cast<uint8_t>(text.size() - glyph.text);
    glyphs.push_back(glyph);
}

// False when what the font says is no text.
bool ContentCollector::appendText(const Unicode *u, int uLen) {
    if (uLen <= 0) {
        appendUTF8(&text, 0xFFFD);
        return false;
    }
    const size_t start = text.size();
    bool isReadable = true;
    for (int index = 0; index < uLen && text.size() - start + 4 <= longestText; index++) {
        if (u[index] >= 0x20 && u[index] < 0x7F) {
            text.push_back(static_cast<char>(u[index]));
        } else {
            isReadable = appendReadable(&text, u[index]) && isReadable;
        }
    }
    return isReadable;
}

void ContentCollector::beginActualText(GfxState *, const GooString *given) {
    if (!isOpen || replacing >= 0) return;
    replacing = static_cast<long>(glyphs.size());
    replacement = utf8(given, longestText);
}

// One glyph stands for all of them, from the place of the first to the end of the last.
void ContentCollector::endActualText(GfxState *) {
    if (!isOpen || replacing < 0) return;
    const size_t first = static_cast<size_t>(replacing);
    replacing = -1;
    if (first >= glyphs.size()) return;
    cpoppler_glyph glyph = glyphs[first];
    const cpoppler_glyph &last = glyphs.back();
    // A text over several lines cannot be one glyph; what the fonts say is right then.
    if (std::hypot(last.y - glyph.y, 0.0f) > glyph.size && std::fabs(glyph.dx) > std::fabs(glyph.dy)) return;
    glyph.dx = last.x + last.dx - glyph.x;
    glyph.dy = last.y + last.dy - glyph.y;
    glyph.flags = (glyph.flags | cpoppler_replaced) & ~cpoppler_unknown;
    text.resize(glyph.text);
    text += replacement;
    glyph.length = static_cast<uint8_t>(replacement.size());
    glyphs.resize(first);
    if (!replacement.empty()) glyphs.push_back(glyph);
}

void ContentCollector::beginMarkedContent(const char *name, Dict *properties) {
    if (!isOpen || marked.size() >= deepestContent) {
        if (isOpen) marked.push_back(marked.back());
        return;
    }
    Marked next = marked.empty() ? Marked{-1, false} : marked.back();
    if (name && std::strcmp(name, "Artifact") == 0) next.isArtifact = true;
    if (properties) {
        const Object content = properties->lookup("MCID");
        if (content.isInt()) next.content = content.getInt();
    }
    marked.push_back(next);
}

void ContentCollector::endMarkedContent(GfxState *) {
    closed++;
    if (!marked.empty()) marked.pop_back();
}

void ContentCollector::begin(std::unordered_set<int> foreignFonts) {
    isOpen = true;
    foreign = std::move(foreignFonts);
    foreignFont = false;
    font = 0;
    isFontKnown = false;
    isShapeOfTextKnown = false;
    isFillKnown = false;
    marked.clear();
    replacing = -1;
    text.clear();
    glyphs.clear();
    shapes.clear();
    images.clear();
    isCut = false;
    endless = false;
    looks = 0;
}

bool ContentCollector::isEndless() {
    if (++looks > mostLooks) endless = true;
    return endless;
}

void ContentCollector::get(cpoppler_content *result) const {
    *result = {text.data(), text.size(), glyphs.data(), glyphs.size(), shapes.data(), shapes.size(),
               images.data(), images.size(), isCut, endless};
}

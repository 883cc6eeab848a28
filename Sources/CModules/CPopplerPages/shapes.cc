// The lines, rectangles and images of a page.
#include "content.h"
#include "numbers.h"

#include <GfxState.h>

#include <algorithm>
#include <cmath>

namespace {
constexpr size_t mostShapes = 50000;
constexpr size_t mostImages = 10000;
// Points by which a line may leave its axis.
constexpr double slack = 0.5;

struct Box {
    double left = 1e30, top = 1e30, right = -1e30, bottom = -1e30;

    void add(double x, double y) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }
};

bool isAxisRectangle(const GfxSubpath *path, const GfxState *state) {
    const int count = path->getNumPoints();
    if (count < 4 || count > 6) return false;
    for (int index = 1; index < count; index++) {
        if (path->getCurve(index)) return false;
        double x, y, beforeX, beforeY;
        state->transform(path->getX(index), path->getY(index), &x, &y);
        state->transform(path->getX(index - 1), path->getY(index - 1), &beforeX, &beforeY);
        if (std::fabs(x - beforeX) > slack && std::fabs(y - beforeY) > slack) return false;
    }
    return true;
}

Box boxOf(const GfxSubpath *path, const GfxState *state) {
    Box box;
    for (int index = 0; index < path->getNumPoints(); index++) {
        double x, y;
        state->transform(path->getX(index), path->getY(index), &x, &y);
        box.add(x, y);
    }
    return box;
}

cpoppler_shape shapeOf(const Box &box, uint32_t color, double width, bool isFilled, bool isDrawing) {
    return {static_cast<float>(box.left), static_cast<float>(box.top),   static_cast<float>(box.right),
            static_cast<float>(box.bottom), color, static_cast<float>(width), isFilled, isDrawing};
}
}  // namespace

void ContentCollector::add(cpoppler_shape shape, GfxState *state) {
    if (shapes.size() >= mostShapes) {
        isCut = true;
        return;
    }
    double left, top, right, bottom;
    state->getClipBBox(&left, &top, &right, &bottom);
    shape.left = std::max(shape.left, static_cast<float>(left));
    shape.top = std::max(shape.top, static_cast<float>(top));
    shape.right = std::min(shape.right, static_cast<float>(right));
    shape.bottom = std::min(shape.bottom, static_cast<float>(bottom));
    if (!(shape.left <= shape.right && shape.top <= shape.bottom)) return;
    shapes.push_back(shape);
}

void ContentCollector::fillPath(GfxState *state) {
    if (!isOpen) return;
    GfxRGB rgb;
    state->getFillRGB(&rgb);
    const GfxPath *path = state->getPath();
    for (int index = 0; index < path->getNumSubpaths(); index++) {
        const GfxSubpath *part = path->getSubpath(index);
        if (part->getNumPoints() < 2) continue;
        add(shapeOf(boxOf(part, state), packed(rgb), 0, true, !isAxisRectangle(part, state)), state);
    }
}

void ContentCollector::stroke(GfxState *state) {
    if (!isOpen) return;
    GfxRGB rgb;
    state->getStrokeRGB(&rgb);
    const double width = state->getTransformedLineWidth();
    const GfxPath *path = state->getPath();
    for (int index = 0; index < path->getNumSubpaths(); index++) {
        const GfxSubpath *part = path->getSubpath(index);
        if (part->getNumPoints() < 2) continue;
        if (isAxisRectangle(part, state)) {
            add(shapeOf(boxOf(part, state), packed(rgb), width, false, false), state);
            continue;
        }
        bool isDrawing = false;
        for (int point = 1; point < part->getNumPoints() && !isDrawing; point++) {
            Box box;
            double x, y;
            state->transform(part->getX(point - 1), part->getY(point - 1), &x, &y);
            box.add(x, y);
            state->transform(part->getX(point), part->getY(point), &x, &y);
            box.add(x, y);
            isDrawing = part->getCurve(point) || (box.right - box.left > slack && box.bottom - box.top > slack);
            if (!isDrawing) add(shapeOf(box, packed(rgb), width, false, false), state);
        }
        if (isDrawing) add(shapeOf(boxOf(part, state), packed(rgb), width, false, true), state);
    }
}

bool ContentCollector::tilingPatternFill(GfxState *, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int,
                                         int, double, double) {
    return true;
}

// An image fills the unit square.
void ContentCollector::addImage(GfxState *state, int width, int height) {
    if (!isOpen || images.size() >= mostImages) return;
    Box box;
    for (const double x : {0.0, 1.0}) {
        for (const double y : {0.0, 1.0}) {
            double shownX, shownY;
            state->transform(x, y, &shownX, &shownY);
            box.add(shownX, shownY);
        }
    }
    double left, top, right, bottom;
    state->getClipBBox(&left, &top, &right, &bottom);
    box.left = std::max(box.left, left);
    box.top = std::max(box.top, top);
    box.right = std::min(box.right, right);
    box.bottom = std::min(box.bottom, bottom);
    if (!(box.left < box.right && box.top < box.bottom)) return;
    images.push_back({static_cast<float>(box.left), static_cast<float>(box.top), static_cast<float>(box.right),
                      static_cast<float>(box.bottom), width, height});
}

// The base class reads past the bytes of an image that stands in the page content.
void ContentCollector::drawImageMask(GfxState *state, Object *ref, Stream *str, int width, int height, bool invert,
                                     bool interpolate, bool inlineImg) {
    addImage(state, width, height);
    if (inlineImg) OutputDev::drawImageMask(state, ref, str, width, height, invert, interpolate, inlineImg);
}

void ContentCollector::drawImage(GfxState *state, Object *ref, Stream *str, int width, int height,
                                 GfxImageColorMap *colorMap, bool interpolate, const int *maskColors, bool inlineImg) {
    addImage(state, width, height);
    if (inlineImg) {
        OutputDev::drawImage(state, ref, str, width, height, colorMap, interpolate, maskColors, inlineImg);
    }
}

void ContentCollector::drawMaskedImage(GfxState *state, Object *, Stream *, int width, int height, GfxImageColorMap *,
                                       bool, Stream *, int, int, bool, bool) {
    addImage(state, width, height);
}

void ContentCollector::drawSoftMaskedImage(GfxState *state, Object *, Stream *, int width, int height,
                                           GfxImageColorMap *, bool, Stream *, int, int, GfxImageColorMap *, bool) {
    addImage(state, width, height);
}

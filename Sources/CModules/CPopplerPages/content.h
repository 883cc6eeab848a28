// Collects what stands on one page at a time.
#ifndef CONTENT_H
#define CONTENT_H

#include "facets.h"
#include "include/CPopplerPages.h"

#include <OutputDev.h>

#include <string>
#include <unordered_set>
#include <vector>

// Keeps glyphs with their place and look, straight lines and rectangles, and the boxes of images. Between pages it
// swallows what it gets.
class ContentCollector : public OutputDev {
  public:
    bool upsideDown() override { return true; }
    bool useDrawChar() override { return true; }
    bool interpretType3Chars() override { return false; }
    bool needCharCount() override { return true; }
    // Shadings and patterns count as done; nobody looks at them.
    bool useTilingPatternFill() override { return true; }
    bool useShadedFills(int) override { return true; }

    void restoreState(GfxState *state) override;
    void updateFont(GfxState *) override { isFontKnown = isShapeOfTextKnown = false; }
    void updateTextMat(GfxState *) override { isShapeOfTextKnown = false; }
    void updateHorizScaling(GfxState *) override { isShapeOfTextKnown = false; }
    void updateCharSpace(GfxState *) override { isShapeOfTextKnown = false; }
    void updateWordSpace(GfxState *) override { isShapeOfTextKnown = false; }
    void updateCTM(GfxState *, double, double, double, double, double, double) override { isShapeOfTextKnown = false; }
    void updateFillColor(GfxState *) override { isFillKnown = false; }
    void updateFillColorSpace(GfxState *) override { isFillKnown = false; }

    void drawChar(GfxState *state, double x, double y, double dx, double dy, double originX, double originY,
                  CharCode code, int nBytes, const Unicode *u, int uLen) override;
    void beginActualText(GfxState *state, const GooString *text) override;
    void endActualText(GfxState *state) override;
    void beginMarkedContent(const char *name, Dict *properties) override;
    void endMarkedContent(GfxState *state) override;

    void stroke(GfxState *state) override;
    void fill(GfxState *state) override { fillPath(state); }
    void eoFill(GfxState *state) override { fillPath(state); }
    bool tilingPatternFill(GfxState *, Gfx *, Catalog *, GfxTilingPattern *, const double *, int, int, int, int, double,
                           double) override;
    bool functionShadedFill(GfxState *, GfxFunctionShading *) override { return true; }
    bool axialShadedFill(GfxState *, GfxAxialShading *, double, double) override { return true; }
    bool radialShadedFill(GfxState *, GfxRadialShading *, double, double) override { return true; }
    bool gouraudTriangleShadedFill(GfxState *, GfxGouraudTriangleShading *) override { return true; }
    bool patchMeshShadedFill(GfxState *, GfxPatchMeshShading *) override { return true; }

    void drawImageMask(GfxState *state, Object *ref, Stream *str, int width, int height, bool invert, bool interpolate,
                       bool inlineImg) override;
    void drawImage(GfxState *state, Object *ref, Stream *str, int width, int height, GfxImageColorMap *colorMap,
                   bool interpolate, const int *maskColors, bool inlineImg) override;
    void drawMaskedImage(GfxState *state, Object *ref, Stream *str, int width, int height, GfxImageColorMap *colorMap,
                         bool interpolate, Stream *maskStr, int maskWidth, int maskHeight, bool maskInvert,
                         bool maskInterpolate) override;
    void drawSoftMaskedImage(GfxState *state, Object *ref, Stream *str, int width, int height,
                             GfxImageColorMap *colorMap, bool interpolate, Stream *maskStr, int maskWidth,
                             int maskHeight, GfxImageColorMap *maskColorMap, bool maskInterpolate) override;

    // Starts a page. A font among `foreign` that shows up nevertheless is reported by `usedForeignFont`.
    void begin(std::unordered_set<int> foreign);
    void end() { isOpen = false; }
    bool usedForeignFont() const { return foreignFont; }
    // How many marked contents were closed, ever.
    long closedContents() const { return closed; }

    // An image in the unit square of the current coordinates.
    void addImage(GfxState *state, int width, int height);

    void get(cpoppler_content *result) const;
    // True when the page holds more than a page can hold; asked now and then while it is displayed.
    bool isEndless();
    const FontFacets &fonts() const { return facets; }

  private:
    struct Marked {
        int content;
        bool isArtifact;
    };

    // A way on the page as shown.
    struct Step {
        double x;
        double y;
    };

    void lookAtFont(const GfxFont *current);
    static Step shownSpacing(GfxState *state, double spacing);
    bool appendText(const Unicode *u, int uLen);
    void measureText(GfxState *state);
    void fillPath(GfxState *state);
    void add(cpoppler_shape shape, GfxState *state);

    bool isOpen = false;
    std::unordered_set<int> foreign;
    bool foreignFont = false;
    long closed = 0;

    FontFacets facets;
    bool isFontKnown = false;
    uint16_t font = 0;
    bool isVertical = false;
    // Of Type 3 fonts, whose sizes mean nothing by themselves.
    double fontScale = 1;
    bool isShapeOfTextKnown = false;
    float size = 0;
    Step characterSpacing{0, 0};
    Step wordSpacing{0, 0};
    bool isFillKnown = false;
    uint32_t fillColor = 0;
    std::vector<Marked> marked;
    // The first glyph of the text that is given as a whole; -1 when none is.
    long replacing = -1;
    std::string replacement;

    std::string text;
    std::vector<cpoppler_glyph> glyphs;
    std::vector<cpoppler_shape> shapes;
    std::vector<cpoppler_image> images;
    bool isCut = false;
    bool endless = false;
    size_t looks = 0;
};

#endif

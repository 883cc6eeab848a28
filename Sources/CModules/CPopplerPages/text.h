// Collects the text of one page at a time.
#ifndef TEXT_H
#define TEXT_H

#include "include/CPopplerPages.h"

#include <OutputDev.h>
#include <TextOutputDev.h>

#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

// Passes everything to a TextOutputDev that lives for one page only: those cannot be used for a second page once their
// text was taken. Between pages it swallows what it gets.
class TextCollector : public OutputDev {
  public:
    bool upsideDown() override { return true; }
    bool useDrawChar() override { return true; }
    bool interpretType3Chars() override { return false; }
    bool needNonText() override { return false; }
    bool needCharCount() override { return true; }

    void restoreState(GfxState *state) override;
    void updateFont(GfxState *state) override;
    void drawChar(GfxState *state, double x, double y, double dx, double dy, double originX, double originY,
                  CharCode code, int nBytes, const Unicode *u, int uLen) override;
    void incCharCount(int nChars) override;
    void beginActualText(GfxState *state, const GooString *text) override;
    void endActualText(GfxState *state) override;
    void endMarkedContent(GfxState *state) override;

    // Starts a page. A font among `foreign` that shows up nevertheless is reported by `usedForeignFont`.
    void begin(int number, GfxState *state, XRef *xref, std::unordered_set<int> foreign);
    // Ends the page and keeps its text.
    void end(double width, double height);
    bool usedForeignFont() const { return foreignFont; }
    // How many marked contents were closed, ever.
    long closedContents() const { return closed; }

    void get(cpoppler_text *result) const;

  private:
    void addBoxes(TextPage *page, const PDFRectangle &area);

    std::unique_ptr<TextOutputDev> device;
    std::unordered_set<int> foreign;
    bool foreignFont = false;
    long closed = 0;
    std::string text;
    std::vector<cpoppler_box> boxes;
};

#endif

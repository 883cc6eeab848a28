// Displays pages on a ContentCollector, with one table of fonts for as many pages as it fits.
#ifndef READER_H
#define READER_H

#include "content.h"
#include "direct.h"
#include "fonts.h"
#include "inflated.h"

#include <Gfx.h>
#include <PDFDoc.h>
#include <Page.h>

#include <memory>
#include <vector>

class PageReader {
  public:
    PageReader(PDFDoc *document, bool sharesFonts) : document(document), sharesFonts(sharesFonts), direct(document, &collector) {}

    void read(int number, Page *page, const std::vector<Object> &annotations, cpoppler_content *result);
    const FontFacets &fonts() const { return collector.fonts(); }
    // Starts afresh with the next page.
    void forget() { group.reset(); }

  private:
    // Pages of the same shape that were displayed by one interpreter, whose resources hold the fonts of all of them.
    struct Group {
        PDFRectangle box;
        int rotation = 0;
        FontTable fonts;
        std::unique_ptr<Gfx> interpreter;
    };

    bool readDirectly(Page *page);
    bool readShared(int number, Page *page, const std::vector<Object> &annotations);
    void readAlone(int number, Page *page, const std::vector<Object> &annotations);
    void display(Page *page, const std::vector<Object> &annotations, Gfx *interpreter);
    void pushFonts(const std::vector<NamedFont> &fonts);
    bool closeWhatThePageLeftOpen();

    PDFDoc *document;
    const bool sharesFonts;
    ContentCollector collector;
    ContentInflater inflater;
    DirectReader direct;
    // Pages in a row that could not be read directly, and those to come that are not tried.
    int refused = 0;
    int untried = 0;
    // Ends before the collector, to which it points.
    std::unique_ptr<Group> group;
};

// Width and height of a page as shown.
void shownSize(const Page *page, double *width, double *height);

#endif

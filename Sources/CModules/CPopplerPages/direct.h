// Reads page content without poppler's interpreter.
#ifndef DIRECT_H
#define DIRECT_H

#include "content.h"
#include "operators.h"

#include <GfxFont.h>
#include <GfxState.h>
#include <PDFDoc.h>
#include <Page.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Interprets the operators that nearly all pages consist of, on poppler's graphics state, and exactly as poppler does: in
// a third of the time, and with fonts that are read when they are used first and kept for the whole document. It gives up
// on a page with anything else (forms, patterns, layers, mistakes), which poppler then reads from the start.
class DirectReader {
  public:
    DirectReader(PDFDoc *document, ContentCollector *collector) : document(document), collector(collector) {}

    // False when the page must be read by poppler; what the collector has then means nothing.
    bool read(Page *page, std::string_view content);

  private:
    enum class Marked { plain, actualText };

    bool run(OperatorReader *operators);
    bool execute(unsigned code, OperatorReader *operators);
    bool executeState(unsigned code, OperatorReader *operators);
    bool executePath(unsigned code, OperatorReader *operators);
    bool executeColor(unsigned code, OperatorReader *operators);
    bool executeText(unsigned code, OperatorReader *operators);
    bool executeMarks(unsigned code, OperatorReader *operators);

    bool save();
    bool restore();
    bool applyGraphicsState(std::string_view name);
    bool drawObject(std::string_view name);
    void endPath();
    void setColor(const std::vector<Operand> &components, bool isStroke);
    bool setFont(std::string_view name, double size);
    void show(std::string_view text);
    bool showAll(const Operand &list, OperatorReader *operators);
    void moveText(double x, double y);
    bool beginMarked(const Operand &name, const Operand *properties, OperatorReader *operators);

    PDFDoc *document;
    ContentCollector *collector;
    // The fonts of the document by the number of their object.
    std::unordered_map<int, std::shared_ptr<GfxFont>> fonts;

    // Of the page at hand.
    Dict *resources = nullptr;
    Object fontNames;
    std::unordered_map<std::string, std::shared_ptr<GfxFont>> pageFonts;
    GfxState *state = nullptr;
    int saves = 0;
    bool isClipping = false;
    std::vector<Marked> marked;
    std::string shown;
};

#endif

// What the fonts of a document look like.
#ifndef FACETS_H
#define FACETS_H

#include "include/CPopplerPages.h"

#include <deque>
#include <string>
#include <unordered_map>

class GfxFont;

// The fonts met so far, numbered in the order they came; a font read again for another page keeps its number.
class FontFacets {
  public:
    // The number of a font.
    uint16_t number(const GfxFont *font);
    size_t count() const { return facets.size(); }
    bool get(size_t index, cpoppler_font *font) const;

  private:
    struct Facet {
        std::string name;
        cpoppler_font font;
    };
    std::deque<Facet> facets;
    // By the number and generation of the font object.
    std::unordered_map<long long, uint16_t> known;
};

#endif

#include "facets.h"

#include <GfxFont.h>

#include <algorithm>
#include <cctype>

namespace {
constexpr size_t mostFonts = 0xFFFF;

bool contains(const std::string &lowercase, std::initializer_list<const char *> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const char *word) { return lowercase.find(word) != std::string::npos; });
}
}  // namespace

uint16_t FontFacets::number(const GfxFont *font) {
    const Ref *reference = font->getID();
    const long long key = static_cast<long long>(reference->num) << 32 | static_cast<unsigned>(reference->gen);
    const auto found = known.find(key);
    if (found != known.end()) return found->second;
    if (facets.size() >= mostFonts) return mostFonts - 1;
    Facet facet;
    facet.name = font->getNameWithoutSubsetTag();
    std::string lowercase = facet.name;
    std::transform(lowercase.begin(), lowercase.end(), lowercase.begin(), [](unsigned char c) { return std::tolower(c); });
    facet.font = {};
    facet.font.ascent = static_cast<float>(font->getAscent());
    facet.font.descent = static_cast<float>(font->getDescent());
    facet.font.weight = static_cast<int>(font->getWeight()) * 100;
    facet.font.is_bold = font->isBold() || font->getWeight() >= GfxFont::W600 ||
                         contains(lowercase, {"bold", "black", "heavy", "demi"});
    facet.font.is_italic = font->isItalic() || contains(lowercase, {"italic", "oblique"});
    facet.font.is_fixed = font->isFixedWidth() || contains(lowercase, {"mono", "courier", "consol", "typewriter"});
    facet.font.is_serif = font->isSerif();
    facet.font.is_symbolic = font->isSymbolic();
    facet.font.is_type3 = font->getType() == fontType3;
    facet.font.has_unicode = font->isCIDFont() || static_cast<const Gfx8BitFont *>(font)->hasToUnicodeCMap();
    const auto index = static_cast<uint16_t>(facets.size());
    facets.push_back(std::move(facet));
    known.emplace(key, index);
    return index;
}

bool FontFacets::get(size_t index, cpoppler_font *font) const {
    if (index >= facets.size()) return false;
    *font = facets[index].font;
    font->name = facets[index].name.c_str();
    return true;
}

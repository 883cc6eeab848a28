// Which pages may share one table of fonts.
#ifndef FONTS_H
#define FONTS_H

#include <Object.h>

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

class Page;

// A name in the resources of a page and the number of the font object behind it.
struct NamedFont {
    std::string name;
    Ref reference;
};

// The fonts of a page; false when they cannot be shared: they stand in the page itself, or one has two names.
bool fontsOf(Page *page, std::vector<NamedFont> *fonts);

// A table of fonts in which every name means one font and every font has one name.
class FontTable {
  public:
    // True when the table holds nothing that contradicts these fonts, and has room for them.
    bool accepts(const std::vector<NamedFont> &fonts) const;
    // Adds fonts and returns those that were not there.
    std::vector<NamedFont> add(const std::vector<NamedFont> &fonts);
    // The numbers of the fonts that are in the table but not among these.
    std::unordered_set<int> others(const std::vector<NamedFont> &fonts) const;

  private:
    std::unordered_map<std::string, Ref> byName;
    std::unordered_map<int, std::string> byNumber;
};

#endif

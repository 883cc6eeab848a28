#include "fonts.h"

#include <Dict.h>
#include <Page.h>

#include <algorithm>

namespace {
// A table with more fonts than this is dropped for a new one, which bounds the memory they take.
constexpr size_t largestTable = 512;
}  // namespace

bool fontsOf(Page *page, std::vector<NamedFont> *fonts) {
    Dict *resources = page->getResourceDict();
    if (!resources) return true;
    const Object dictionary = resources->lookup("Font");
    if (!dictionary.isDict()) return true;
    std::unordered_set<std::string> names;
    std::unordered_set<int> numbers;
    for (int index = 0; index < dictionary.dictGetLength(); index++) {
        const Object &value = dictionary.dictGetValNF(index);
        const std::string name = dictionary.dictGetKey(index);
        if (!value.isRef() || !names.insert(name).second || !numbers.insert(value.getRef().num).second) return false;
        fonts->push_back({name, value.getRef()});
    }
    return fonts->size() <= largestTable;
}

bool FontTable::accepts(const std::vector<NamedFont> &fonts) const {
    size_t added = 0;
    for (const NamedFont &font : fonts) {
        const auto named = byName.find(font.name);
        if (named != byName.end()) {
            if (!(named->second == font.reference)) return false;
            continue;
        }
        // A second name could hide that a page uses a font it does not have.
        if (byNumber.count(font.reference.num)) return false;
        added++;
    }
    return byName.size() + added <= largestTable;
}

std::vector<NamedFont> FontTable::add(const std::vector<NamedFont> &fonts) {
    std::vector<NamedFont> added;
    for (const NamedFont &font : fonts) {
        if (!byName.emplace(font.name, font.reference).second) continue;
        byNumber.emplace(font.reference.num, font.name);
        added.push_back(font);
    }
    return added;
}

std::unordered_set<int> FontTable::others(const std::vector<NamedFont> &fonts) const {
    std::unordered_set<int> numbers;
    for (const auto &[number, name] : byNumber) numbers.insert(number);
    for (const NamedFont &font : fonts) numbers.erase(font.reference.num);
    return numbers;
}

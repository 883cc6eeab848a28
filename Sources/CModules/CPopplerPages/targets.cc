#include "targets.h"

#include "include/CPopplerPages.h"
#include "text.h"
#include "versions.h"

#include <Catalog.h>
#include <PDFDoc.h>

#include <algorithm>

namespace {
constexpr size_t mostNames = 200000;
constexpr size_t mostNodes = 50000;
constexpr int deepestTree = 32;
}  // namespace

Target Targets::of(const Object &owner, size_t textLimit) {
    if (!owner.isDict()) return {};
    const Object destination = owner.dictLookup("Dest");
    if (destination.isNull()) return action(owner.dictLookup("A"), textLimit);
    const int found = page(destination);
    return found > 0 ? Target{cpoppler_page_target, found, {}} : Target{};
}

Target Targets::action(const Object &action, size_t textLimit) {
    if (!action.isDict()) return {};
    const Object kind = action.dictLookup("S");
    if (kind.isName("GoTo")) {
        const int found = page(action.dictLookup("D"));
        return found > 0 ? Target{cpoppler_page_target, found, {}} : Target{};
    }
    if (kind.isName("URI")) {
        return {cpoppler_address_target, 0, absolute(address(action.dictLookup("URI"), textLimit))};
    }
    if (kind.isName("GoToR")) {
        Object file = action.dictLookup("F");
        if (file.isDict()) {
            Object unicode = file.dictLookup("UF");
            file = unicode.isString() ? std::move(unicode) : file.dictLookup("F");
        }
        return {cpoppler_file_target, 0, utf8(file, textLimit)};
    }
    return kind.isName() ? Target{cpoppler_action_target, 0, {}} : Target{};
}

// An address without a scheme counts from the base of the document.
std::string Targets::absolute(std::string address) {
    const size_t scheme = address.find_first_of(":/?#");
    if (scheme != std::string::npos && address[scheme] == ':') return address;
    if (address.compare(0, 4, "www.") == 0) return "http://" + address;
    const Object catalog = document->getXRef()->getCatalog();
    if (!catalog.isDict()) return address;
    const Object entry = catalog.dictLookup("URI");
    const Object base = entry.isDict() ? entry.dictLookup("Base") : Object(objNull);
    return base.isString() ? ::address(base, 4096) + address : address;
}

int Targets::page(const Object &destination, bool isNamed) {
    if (destination.isArray() && destination.arrayGetLength() > 0) {
        const Object &first = destination.arrayGetNF(0);
        if (first.isRef()) return number(first.getRef());
        return first.isInt() && first.getInt() >= 0 && first.getInt() < document->getNumPages() ? first.getInt() + 1 : 0;
    }
    if (isNamed) return destination.isDict() ? page(destination.dictLookup("D"), true) : 0;
    if (destination.isName()) return named(destination.getName());
    if (destination.isString()) return named(versions::bytes(destination.getString()));
    return 0;
}

int Targets::number(Ref page) {
    if (pageNumbers.empty()) {
        for (int number = 1; number <= document->getNumPages(); number++) {
            if (const Ref *reference = document->getCatalog()->getPageRef(number)) {
                pageNumbers.emplace(reference->num, number);
            }
        }
    }
    const auto found = pageNumbers.find(page.num);
    return found == pageNumbers.end() ? 0 : found->second;
}

int Targets::named(const std::string &name) {
    if (!areNamesKnown) {
        areNamesKnown = true;
        readNames();
    }
    const auto found = names.find(name);
    return found == names.end() ? 0 : found->second;
}

// In the order of the objects: those that stand together are unpacked together.
void Targets::readNames() {
    const Object catalog = document->getXRef()->getCatalog();
    if (!catalog.isDict()) return;
    Names later;
    const Object dictionary = catalog.dictLookup("Dests");
    if (dictionary.isDict()) {
        for (int index = 0; index < dictionary.dictGetLength(); index++) {
            add(dictionary.dictGetKey(index), dictionary.dictGetValNF(index), &later);
        }
    }
    const Object trees = catalog.dictLookup("Names");
    std::unordered_set<int> seen;
    if (trees.isDict()) readTree(trees.dictLookup("Dests"), 0, &seen, &later);
    std::sort(later.begin(), later.end(),
              [](const auto &one, const auto &other) { return one.second.num < other.second.num; });
    for (const auto &[name, reference] : later) {
        if (const int found = page(document->getXRef()->fetch(reference), true)) names.emplace(name, found);
    }
}

void Targets::readTree(const Object &node, int depth, std::unordered_set<int> *seen, Names *later) {
    if (!node.isDict() || depth > deepestTree) return;
    const Object pairs = node.dictLookup("Names");
    if (pairs.isArray()) {
        for (int index = 0; index + 1 < pairs.arrayGetLength(); index += 2) {
            const Object name = pairs.arrayGet(index);
            if (name.isString()) add(versions::bytes(name.getString()), pairs.arrayGetNF(index + 1), later);
        }
    }
    const Object kids = node.dictLookup("Kids");
    if (!kids.isArray()) return;
    for (int index = 0; index < kids.arrayGetLength(); index++) {
        const Object &kid = kids.arrayGetNF(index);
        if (kid.isRef() && seen->size() < mostNodes && seen->insert(kid.getRef().num).second) {
            readTree(kids.arrayGet(index), depth + 1, seen, later);
        }
    }
}

void Targets::add(const std::string &name, const Object &value, Names *later) {
    if (names.size() + later->size() >= mostNames) return;
    if (value.isRef()) {
        later->emplace_back(name, value.getRef());
    } else if (const int found = page(value, true)) {
        names.emplace(name, found);
    }
}

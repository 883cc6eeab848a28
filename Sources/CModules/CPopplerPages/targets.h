// Where links and entries of the outline lead.
#ifndef TARGETS_H
#define TARGETS_H

#include <Object.h>
#include <PDFDoc.h>

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

struct Target {
    // A cpoppler_target_kind.
    int kind = 0;
    // 1-based.
    int page = 0;
    std::string text;
};

// Finds the pages behind destinations. Each table it needs is read whole at the first question: poppler reads one entry
// at a time, and unpacks the objects around it for each.
class Targets {
  public:
    explicit Targets(PDFDoc *document) : document(document) {}

    XRef *xref() const { return document->getXRef(); }
    // The number of a page, by its object.
    int number(Ref page);
    // Of an annotation or an entry of the outline.
    Target of(const Object &owner, size_t textLimit);

  private:
    using Names = std::vector<std::pair<std::string, Ref>>;

    // 0 for none.
    int page(const Object &destination, bool isNamed = false);
    int named(const std::string &name);
    void readNames();
    void readTree(const Object &node, int depth, std::unordered_set<int> *seen, Names *later);
    void add(const std::string &name, const Object &value, Names *later);
    Target action(const Object &action, size_t textLimit);
    std::string absolute(std::string address);

    PDFDoc *document;
    // Page numbers by the number of the page object.
    std::unordered_map<int, int> pageNumbers;
    bool areNamesKnown = false;
    std::unordered_map<std::string, int> names;
};

#endif

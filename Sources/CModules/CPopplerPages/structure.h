// The structure tree of a tagged document.
#ifndef STRUCTURE_H
#define STRUCTURE_H

#include "include/CPopplerPages.h"
#include "targets.h"

#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

// Read whole at the first question. A tree of which its own document says that it is suspect counts as none.
class StructureTree {
  public:
    StructureTree(PDFDoc *document, Targets *targets) : document(document), targets(targets) {}

    // Parents before their children, in reading order.
    const std::vector<cpoppler_element> &elements();
    // Of a page, in reading order.
    const std::vector<cpoppler_marked> &contents(int page);

  private:
    void read();
    void add(const Object &child, int parent, int page, int depth);
    void addElement(const Object &element, int parent, int page, int depth);
    void addContent(int page, int parent, const Object &number);
    int kindOf(const Object &element);
    void readSpans(const Object &attributes, cpoppler_element *element, int depth);

    PDFDoc *document;
    Targets *targets;
    bool isRead = false;
    Object roles;
    std::unordered_set<int> seen;
    std::vector<cpoppler_element> found;
    std::deque<std::string> texts;
    size_t contentCount = 0;
    std::unordered_map<int, std::vector<cpoppler_marked>> byPage;
};

#endif

// The links of a page and the outline.
#ifndef LINKS_H
#define LINKS_H

#include "include/CPopplerPages.h"
#include "targets.h"

#include <deque>
#include <string>
#include <unordered_set>
#include <vector>

class Page;

// The links of one page at a time.
class PageLinks {
  public:
    const std::vector<cpoppler_link> &read(const std::vector<Object> &annotations, const Page *page, Targets *targets,
                                         size_t limit, size_t textLimit);
    // Fields of a form were among the annotations.
    bool hasFields() const { return fields; }

  private:
    void add(const Object &annotation, const Page *page, Targets *targets, size_t limit, size_t textLimit);

    bool fields = false;
    std::vector<cpoppler_link> links;
    std::deque<std::string> texts;
    std::deque<std::vector<cpoppler_area>> parts;
};

// The outline, depth first.
class OutlineEntries {
  public:
    const std::vector<cpoppler_outline_entry> &read(PDFDoc *document, Targets *targets, size_t limit, int depth,
                                                    size_t textLimit);

  private:
    void add(Object entry, int level, Targets *targets);

    size_t limit = 0;
    size_t textLimit = 0;
    int depth = 0;
    std::unordered_set<int> seen;
    std::vector<cpoppler_outline_entry> entries;
    std::deque<std::string> texts;
};

#endif

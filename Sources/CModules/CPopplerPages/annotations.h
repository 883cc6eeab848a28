// What annotations add to the look of a page.
#ifndef ANNOTATIONS_H
#define ANNOTATIONS_H

#include <Object.h>

#include <vector>

class Gfx;
class Page;

// The annotations of one page at a time, which are read once for all who ask.
class PageAnnotations {
  public:
    const std::vector<Object> &of(int number, Page *page);

  private:
    // Of the page that was asked for last.
    int number = 0;
    std::vector<Object> annotations;
};

// True when displayAnnotations() would display something.
bool addsToPage(const std::vector<Object> &annotations);
// Displays the appearance of filled-in form fields, of text written over the page, and of stamps. Links, notes and marks
// have no text of their own.
void displayAnnotations(const std::vector<Object> &annotations, const Page *page, Gfx *interpreter);

#endif

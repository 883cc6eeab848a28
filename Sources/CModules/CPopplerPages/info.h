// What a document says about itself.
#ifndef INFO_H
#define INFO_H

#include "include/CPopplerPages.h"

#include <string>

class PDFDoc;

class DocumentInfo {
  public:
    void read(PDFDoc *document, size_t textLimit, cpoppler_info *info);

  private:
    std::string title, author, subject, keywords, creator, producer, language;
};

#endif

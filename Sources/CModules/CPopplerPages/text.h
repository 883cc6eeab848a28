// Text as UTF-8.
#ifndef TEXT_H
#define TEXT_H

#include <CharTypes.h>

#include <string>

class GooString;
class Object;

// U+FFFD for what no character is.
void appendUTF8(std::string *text, Unicode u);

// A text string of a document (ISO 32000-2 section 7.9.2.2), in whichever of its encodings; no longer than `limit`
// bytes; empty for an object that is no string.
std::string utf8(const GooString *text, size_t limit);
std::string utf8(const Object &text, size_t limit);

// The bytes of an address: those of a string that is UTF-8 already stay as they are.
std::string address(const Object &text, size_t limit);

#endif

// Characters as people write them.
#ifndef CHARACTERS_H
#define CHARACTERS_H

#include <CharTypes.h>

#include <string>

// Appends a character that is not ASCII: ligatures in their letters, symbols of Symbol and Wingdings that fonts keep in
// the private range as the characters they show. False for one that says nothing: a control or a private character, for
// which U+FFFD is appended.
bool appendReadable(std::string *text, Unicode u);

#endif

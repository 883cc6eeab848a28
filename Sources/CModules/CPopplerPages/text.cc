#include "text.h"

#include "versions.h"

#include <UTF.h>

void appendUTF8(std::string *text, Unicode u) {
    if (u < 0x80) {
        text->push_back(static_cast<char>(u));
    } else if (u < 0x800) {
        text->push_back(static_cast<char>(0xC0 | u >> 6));
        text->push_back(static_cast<char>(0x80 | (u & 0x3F)));
    } else if (u < 0x10000) {
        if (u >= 0xD800 && u < 0xE000) u = 0xFFFD;
        text->push_back(static_cast<char>(0xE0 | u >> 12));
        text->push_back(static_cast<char>(0x80 | (u >> 6 & 0x3F)));
        text->push_back(static_cast<char>(0x80 | (u & 0x3F)));
    } else if (u < 0x110000) {
        text->push_back(static_cast<char>(0xF0 | u >> 18));
        text->push_back(static_cast<char>(0x80 | (u >> 12 & 0x3F)));
        text->push_back(static_cast<char>(0x80 | (u >> 6 & 0x3F)));
        text->push_back(static_cast<char>(0x80 | (u & 0x3F)));
    } else {
        appendUTF8(text, 0xFFFD);
    }
}

namespace {
constexpr char utf8Mark[] = "\xEF\xBB\xBF";
constexpr size_t markBytes = 3;
constexpr size_t longestCharacter = 4;

// Where the last whole character within `limit` bytes ends.
size_t end(const std::string &text, size_t limit) {
    if (text.size() <= limit) return text.size();
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) limit--;
    return limit;
}

bool isUTF8(const std::string &text) {
    size_t following = 0;
    for (const unsigned char byte : text) {
        if (following > 0) {
            if ((byte & 0xC0) != 0x80) return false;
            following--;
        } else if (byte >= 0x80) {
            following = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
            if (byte < 0xC2 || byte > 0xF4) return false;
        }
    }
    return following == 0;
}
}  // namespace

std::string utf8(const GooString *given, size_t limit) {
    const std::string &bytes = versions::bytes(given);
    if (bytes.compare(0, markBytes, utf8Mark) == 0) {
        const std::string text = bytes.substr(markBytes);
        if (isUTF8(text)) return text.substr(0, end(text, limit));
    }
    std::string text;
    Unicode *unicode = nullptr;
    const int length = TextStringToUCS4(bytes, &unicode);
    for (int index = 0; index < length && text.size() + longestCharacter <= limit; index++) {
        if (unicode[index] != 0) appendUTF8(&text, unicode[index]);
    }
    gfree(unicode);
    return text;
}

std::string utf8(const Object &text, size_t limit) {
    return text.isString() ? utf8(text.getString(), limit) : std::string();
}

std::string address(const Object &text, size_t limit) {
    if (!text.isString()) return {};
    const std::string &bytes = versions::bytes(text.getString());
    return isUTF8(bytes) ? bytes.substr(0, end(bytes, limit)) : utf8(text, limit);
}

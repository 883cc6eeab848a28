#include "operators.h"

#include <array>

namespace {
constexpr size_t mostOperands = 33;
// More digits could leave the range of an int, for which poppler has rules.
constexpr int mostDigits = 9;

enum Class : unsigned char { regular, blank, delimiter };

constexpr std::array<unsigned char, 256> makeClasses() {
    std::array<unsigned char, 256> classes{};
    for (const char c : {'\0', '\t', '\n', '\f', '\r', ' '}) classes[static_cast<unsigned char>(c)] = blank;
    for (const char c : {'(', ')', '<', '>', '[', ']', '{', '}', '/', '%'}) {
        classes[static_cast<unsigned char>(c)] = delimiter;
    }
    return classes;
}

constexpr std::array<unsigned char, 256> classes = makeClasses();

unsigned char classOf(char c) { return classes[static_cast<unsigned char>(c)]; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

int hexadecimal(char c) {
    if (isDigit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}
}  // namespace

OperatorReader::Found OperatorReader::read() {
    stack.clear();
    elements.clear();
    bytes.clear();
    for (;;) {
        skipBlanks();
        if (next == end) return stack.empty() ? Found::theEnd : Found::trouble;
        const char c = *next;
        if (classOf(c) == regular && !isDigit(c) && c != '-' && c != '.' && c != '+') {
            const char *start = next;
            while (next != end && classOf(*next) == regular) next++;
            operatorName = {start, static_cast<size_t>(next - start)};
            return Found::anOperator;
        }
        Operand operand;
        if (stack.size() >= mostOperands || !readOperand(&operand, false)) return Found::trouble;
        stack.push_back(operand);
    }
}

void OperatorReader::skipBlanks() {
    while (next != end) {
        if (classOf(*next) == blank) {
            next++;
        } else if (*next == '%') {
            while (next != end && *next != '\n' && *next != '\r') next++;
        } else {
            return;
        }
    }
}

bool OperatorReader::readOperand(Operand *operand, bool isInList) {
    switch (*next) {
    case '(': return readString(operand);
    case '/': return readName(operand);
    case '[':
        next++;
        return !isInList && readList(operand, Operand::array);
    case '<':
        if (next + 1 == end || next[1] != '<') return readHexadecimal(operand);
        next += 2;
        return !isInList && readList(operand, Operand::dictionary);
    default: return readNumber(operand);
    }
}

// Adds digit by digit, as poppler does, so that the last bit is the same.
bool OperatorReader::readNumber(Operand *operand) {
    bool isNegative = false;
    if (*next == '-' || *next == '+') isNegative = *next++ == '-';
    int whole = 0, digits = 0;
    while (next != end && isDigit(*next)) {
        whole = whole * 10 + (*next++ - '0');
        if (++digits > mostDigits) return false;
    }
    double value = whole;
    operand->kind = Operand::integer;
    if (next != end && *next == '.') {
        next++;
        operand->kind = Operand::real;
        double scale = 0.1;
        while (next != end && isDigit(*next)) {
            value = value + scale * (*next++ - '0');
            scale *= 0.1;
            digits++;
        }
    }
    operand->number = isNegative ? -value : value;
    return digits > 0 && (next == end || classOf(*next) != regular);
}

bool OperatorReader::readName(Operand *operand) {
    operand->kind = Operand::name;
    operand->start = bytes.size();
    const char *start = ++next;
    while (next != end && classOf(*next) == regular) {
        if (*next == '#') return false;
        next++;
    }
    bytes.append(start, next);
    operand->length = bytes.size() - operand->start;
    return operand->length > 0;
}

bool OperatorReader::readString(Operand *operand) {
    operand->kind = Operand::string;
    operand->start = bytes.size();
    next++;
    int depth = 1;
    const char *plain = next;
    while (next != end) {
        const char c = *next;
        if (c == '\\') {
            bytes.append(plain, next);
            next++;
            if (!readEscape()) return false;
            plain = next;
            continue;
        }
        if (c == '(') depth++;
        if (c == ')' && --depth == 0) {
            bytes.append(plain, next);
            operand->length = bytes.size() - operand->start;
            next++;
            return true;
        }
        next++;
    }
    return false;
}

bool OperatorReader::readEscape() {
    if (next == end) return false;
    const char c = *next++;
    switch (c) {
    case 'n': bytes.push_back('\n'); return true;
    case 'r': bytes.push_back('\r'); return true;
    case 't': bytes.push_back('\t'); return true;
    case 'b': bytes.push_back('\b'); return true;
    case 'f': bytes.push_back('\f'); return true;
    case '\n': return true;
    case '\r':
        if (next != end && *next == '\n') next++;
        return true;
    default: break;
    }
    if (c < '0' || c > '7') {
        bytes.push_back(c);
        return true;
    }
    int value = c - '0';
    for (int digit = 0; digit < 2 && next != end && *next >= '0' && *next <= '7'; digit++) {
        value = value * 8 + (*next++ - '0');
    }
    bytes.push_back(static_cast<char>(value));
    return true;
}

bool OperatorReader::readHexadecimal(Operand *operand) {
    operand->kind = Operand::string;
    operand->start = bytes.size();
    next++;
    int pending = -1;
    while (next != end) {
        const char c = *next++;
        if (c == '>') {
            if (pending >= 0) bytes.push_back(static_cast<char>(pending << 4));
            operand->length = bytes.size() - operand->start;
            return true;
        }
        if (classOf(c) == blank) continue;
        const int digit = hexadecimal(c);
        if (digit < 0) return false;
        if (pending < 0) {
            pending = digit;
        } else {
            bytes.push_back(static_cast<char>(pending << 4 | digit));
            pending = -1;
        }
    }
    return false;
}

// Lists in lists are too rare to be worth the trouble.
bool OperatorReader::readList(Operand *operand, Operand::Kind kind) {
    operand->kind = kind;
    operand->start = elements.size();
    const char closing = kind == Operand::array ? ']' : '>';
    for (;;) {
        skipBlanks();
        if (next == end) return false;
        if (*next == closing) break;
        Operand element;
        if (!readOperand(&element, true)) return false;
        elements.push_back(element);
    }
    next++;
    operand->length = elements.size() - operand->start;
    return kind == Operand::array || (next != end && *next++ == '>');
}

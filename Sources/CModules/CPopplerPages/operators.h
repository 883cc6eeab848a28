// The operators of page content and their operands.
#ifndef OPERATORS_H
#define OPERATORS_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

struct Operand {
    enum Kind : unsigned char { integer, real, name, string, array, dictionary };

    Kind kind;
    // Of a number.
    double number = 0;
    // Of a name or a string: position and length in the bytes of all operands. Of an array or a dictionary: the position
    // of its first element in the list of elements, and their number.
    size_t start = 0;
    size_t length = 0;
};

// Reads page content operator by operator, as poppler's Lexer and Parser do; what those repair or report as an error, and
// what is rare, it gives up on.
class OperatorReader {
  public:
    explicit OperatorReader(std::string_view content) : next(content.data()), end(next + content.size()) {}

    enum class Found { anOperator, theEnd, trouble };

    // Reads operands and the operator after them.
    Found read();
    std::string_view name() const { return operatorName; }
    const std::vector<Operand> &operands() const { return stack; }
    const Operand &element(size_t index) const { return elements[index]; }
    std::string_view text(const Operand &operand) const { return {bytes.data() + operand.start, operand.length}; }

  private:
    bool readOperand(Operand *operand, bool isInList);
    bool readNumber(Operand *operand);
    bool readName(Operand *operand);
    bool readString(Operand *operand);
    bool readEscape();
    bool readHexadecimal(Operand *operand);
    bool readList(Operand *operand, Operand::Kind kind);
    void skipBlanks();

    const char *next;
    const char *end;
    std::string_view operatorName;
    std::vector<Operand> stack;
    std::vector<Operand> elements;
    std::string bytes;
};

#endif

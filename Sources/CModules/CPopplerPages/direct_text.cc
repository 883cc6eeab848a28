// The text operators.
#include "direct.h"

#include <Dict.h>

namespace {
// Fonts beyond these are forgotten, all at once, which bounds the memory they take.
constexpr size_t mostFonts = 512;

constexpr unsigned operator""_op(const char *name, size_t length) {
    unsigned code = 0;
    for (size_t index = 0; index < length; index++) code = code << 8 | static_cast<unsigned char>(name[index]);
    return code;
}

bool isNumber(const std::vector<Operand> &operands) { return operands.size() == 1 && operands[0].kind <= Operand::real; }

bool isString(const std::vector<Operand> &operands, size_t at) {
    return operands.size() == at + 1 && operands[at].kind == Operand::string;
}
}  // namespace

bool DirectReader::executeText(unsigned code, OperatorReader *operators) {
    const auto &operands = operators->operands();
    const auto number = [&](size_t index) { return operands[index].number; };
    switch (code) {
    case "TJ"_op:
        return operands.size() == 1 && operands[0].kind == Operand::array && state->getFont() &&
               showAll(operands[0], operators);
    case "Tj"_op:
        if (!isString(operands, 0) || !state->getFont()) return false;
        show(operators->text(operands[0]));
        return true;
    case "Td"_op: case "TD"_op:
        if (operands.size() != 2 || operands[0].kind > Operand::real || operands[1].kind > Operand::real) return false;
        if (code == "TD"_op) state->setLeading(-number(1));
        moveText(number(0), number(1));
        return true;
    case "T*"_op:
        if (!operands.empty()) return false;
        moveText(0, -state->getLeading());
        return true;
    case "Tm"_op:
        if (operands.size() != 6) return false;
        for (const Operand &operand : operands) {
            if (operand.kind > Operand::real) return false;
        }
        state->setTextMat(number(0), number(1), number(2), number(3), number(4), number(5));
        state->textMoveTo(0, 0);
        collector->updateTextMat(state);
        return true;
    case "Tf"_op:
        return operands.size() == 2 && operands[0].kind == Operand::name && operands[1].kind <= Operand::real &&
               setFont(operators->text(operands[0]), number(1));
    case "BT"_op:
        if (!operands.empty()) return false;
        state->setTextMat(1, 0, 0, 1, 0, 0);
        state->textMoveTo(0, 0);
        collector->updateTextMat(state);
        return true;
    case "ET"_op: return operands.empty();
    case "'"_op:
        if (!isString(operands, 0) || !state->getFont()) return false;
        moveText(0, -state->getLeading());
        show(operators->text(operands[0]));
        return true;
    case "\""_op:
        if (!isString(operands, 2) || operands[0].kind > Operand::real || operands[1].kind > Operand::real ||
            !state->getFont()) {
            return false;
        }
        state->setWordSpace(number(0));
        state->setCharSpace(number(1));
        collector->updateWordSpace(state);
        moveText(0, -state->getLeading());
        show(operators->text(operands[2]));
        return true;
    default: break;
    }
    if (!isNumber(operands)) return false;
    switch (code) {
    case "Tc"_op:
        state->setCharSpace(number(0));
        collector->updateCharSpace(state);
        return true;
    case "Tw"_op:
        state->setWordSpace(number(0));
        collector->updateWordSpace(state);
        return true;
    case "Tz"_op:
        state->setHorizScaling(number(0));
        collector->updateHorizScaling(state);
        return true;
    case "TL"_op: state->setLeading(number(0)); return true;
    case "Ts"_op: state->setRise(number(0)); return true;
    case "Tr"_op:
        if (operands[0].kind != Operand::integer) return false;
        state->setRender(static_cast<int>(number(0)));
        return true;
    default: return false;
    }
}

// A font that is no object of its own cannot be kept; a missing one is for poppler to judge.
bool DirectReader::setFont(std::string_view name, double size) {
    const std::string key(name);
    std::shared_ptr<GfxFont> &known = pageFonts[key];
    if (!known) {
        if (!fontNames.isDict()) return false;
        const Object &entry = fontNames.dictLookupNF(key.c_str());
        if (!entry.isRef()) return false;
        const Ref reference = entry.getRef();
        const auto found = fonts.find(reference.num);
        if (found != fonts.end()) {
            known = found->second;
        } else {
            const Object font = entry.fetch(document->getXRef());
            if (!font.isDict()) return false;
            known = GfxFont::makeFont(document->getXRef(), key.c_str(), reference, font.getDict());
            if (!known || !known->isOk()) return false;
            if (fonts.size() >= mostFonts) fonts.clear();
            fonts.emplace(reference.num, known);
        }
    }
    state->setFont(known, size);
    collector->updateFont(state);
    return true;
}

void DirectReader::moveText(double x, double y) { state->textMoveTo(state->getLineX() + x, state->getLineY() + y); }

bool DirectReader::showAll(const Operand &list, OperatorReader *operators) {
    const bool isVertical = state->getFont()->getWMode() != 0;
    for (size_t index = 0; index < list.length; index++) {
        const Operand &element = operators->element(list.start + index);
        if (element.kind == Operand::string) {
            show(operators->text(element));
        } else if (element.kind > Operand::real) {
            return false;
        } else if (isVertical) {
            state->textShift(0, -element.number * 0.001 * state->getFontSize());
        } else {
            state->textShift(-element.number * 0.001 * state->getFontSize() * state->getHorizScaling(), 0);
        }
    }
    return true;
}

// As Gfx::doShowText().
void DirectReader::show(std::string_view text) {
    const GfxFont *font = state->getFont().get();
    const bool isVertical = font->getWMode() != 0;
    const double size = state->getFontSize();
    double riseX, riseY;
    state->textTransformDelta(0, state->getRise(), &riseX, &riseY);
    // Fonts look one byte further than they are told to.
    shown.assign(text);
    const char *next = shown.c_str();
    int left = static_cast<int>(shown.size());
    while (left > 0) {
        CharCode code;
        const Unicode *unicode = nullptr;
        int unicodeLength;
        double dx, dy, originX, originY, stepX, stepY, shownOriginX = 0, shownOriginY = 0;
        const int count = font->getNextChar(next, left, &code, &unicode, &unicodeLength, &dx, &dy, &originX, &originY);
        if (count <= 0) return;
        if (isVertical) {
            dx *= size;
            dy = dy * size + state->getCharSpace();
            if (count == 1 && *next == ' ') dy += state->getWordSpace();
        } else {
            dx = dx * size + state->getCharSpace();
            if (count == 1 && *next == ' ') dx += state->getWordSpace();
            dx *= state->getHorizScaling();
            dy *= size;
        }
        state->textTransformDelta(dx, dy, &stepX, &stepY);
        if (isVertical) state->textTransformDelta(originX * size, originY * size, &shownOriginX, &shownOriginY);
        collector->drawChar(state, state->getCurX() + riseX, state->getCurY() + riseY, stepX, stepY, shownOriginX,
                            shownOriginY, code, count, unicode, unicodeLength);
        state->shift(stepX, stepY);
        next += count;
        left -= count;
    }
}

#include "direct.h"

#include "versions.h"

#include <Dict.h>

namespace {
constexpr double pointsPerInch = 72;
constexpr int deepestState = 500;

// The name of an operator as a number; 0 for one that has more than three letters.
unsigned codeOf(std::string_view name) {
    if (name.size() > 3) return 0;
    unsigned code = 0;
    for (const char c : name) code = code << 8 | static_cast<unsigned char>(c);
    return code;
}

constexpr unsigned operator""_op(const char *name, size_t length) {
    unsigned code = 0;
    for (size_t index = 0; index < length; index++) code = code << 8 | static_cast<unsigned char>(name[index]);
    return code;
}

bool areNumbers(const std::vector<Operand> &operands, size_t count) {
    if (operands.size() != count) return false;
    for (const Operand &operand : operands) {
        if (operand.kind > Operand::real) return false;
    }
    return true;
}

bool isOne(const std::vector<Operand> &operands, Operand::Kind kind) {
    return operands.size() == 1 && operands[0].kind == kind;
}
}  // namespace

bool DirectReader::read(Page *page, std::string_view content) {
    resources = page->getResourceDict();
    if (!resources) return false;
    // They would change what the plain color operators mean.
    const Object spaces = resources->lookup("ColorSpace");
    if (spaces.isDict()) {
        for (const char *name : {"DefaultGray", "DefaultRGB", "DefaultCMYK"}) {
            if (!spaces.dictLookupNF(name).isNull()) return false;
        }
    }
    fontNames = resources->lookup("Font");
    pageFonts.clear();
    saves = 0;
    isClipping = false;
    marked.clear();
    state = new GfxState(pointsPerInch, pointsPerInch, page->getCropBox(), page->getRotate(), true);
    OperatorReader operators(content);
    bool isRead = false;
    try {
        isRead = run(&operators);
    } catch (...) {
    }
    while (state->hasSaves()) state = state->restore();
    delete state;
    state = nullptr;
    return isRead;
}

bool DirectReader::run(OperatorReader *operators) {
    for (;;) {
        switch (operators->read()) {
        case OperatorReader::Found::theEnd: return true;
        case OperatorReader::Found::trouble: return false;
        case OperatorReader::Found::anOperator: break;
        }
        const unsigned code = codeOf(operators->name());
        if (code == 0 || !execute(code, operators)) return false;
    }
}

bool DirectReader::execute(unsigned code, OperatorReader *operators) {
    switch (code) {
    case "Tj"_op: case "TJ"_op: case "Td"_op: case "TD"_op: case "Tm"_op: case "T*"_op: case "Tf"_op: case "Tc"_op:
    case "Tw"_op: case "Tz"_op: case "TL"_op: case "Tr"_op: case "Ts"_op: case "BT"_op: case "ET"_op: case "'"_op:
    case "\""_op:
        return executeText(code, operators);
    case "m"_op: case "l"_op: case "c"_op: case "v"_op: case "y"_op: case "h"_op: case "re"_op: case "S"_op:
    case "s"_op: case "f"_op: case "F"_op: case "f*"_op: case "B"_op: case "B*"_op: case "b"_op: case "b*"_op:
    case "n"_op: case "W"_op: case "W*"_op:
        return executePath(code, operators);
    case "g"_op: case "rg"_op: case "k"_op: case "G"_op: case "RG"_op: case "K"_op:
        return executeColor(code, operators);
    case "BMC"_op: case "BDC"_op: case "EMC"_op: return executeMarks(code, operators);
    default: return executeState(code, operators);
    }
}

bool DirectReader::executeState(unsigned code, OperatorReader *operators) {
    const auto &operands = operators->operands();
    switch (code) {
    case "q"_op: return operands.empty() && save();
    case "Q"_op: return operands.empty() && restore();
    case "cm"_op:
        if (!areNumbers(operands, 6)) return false;
        state->concatCTM(operands[0].number, operands[1].number, operands[2].number, operands[3].number,
                         operands[4].number, operands[5].number);
        collector->updateCTM(state, operands[0].number, operands[1].number, operands[2].number, operands[3].number,
                             operands[4].number, operands[5].number);
        return true;
    case "w"_op:
        if (!areNumbers(operands, 1)) return false;
        state->setLineWidth(operands[0].number);
        return true;
    case "J"_op: case "j"_op: case "M"_op: case "i"_op: return areNumbers(operands, 1);
    case "ri"_op: return isOne(operands, Operand::name);
    case "d"_op:
        return operands.size() == 2 && operands[0].kind == Operand::array && operands[1].kind <= Operand::real;
    case "gs"_op: return isOne(operands, Operand::name) && applyGraphicsState(operators->text(operands[0]));
    case "Do"_op: return isOne(operands, Operand::name) && drawObject(operators->text(operands[0]));
    default: return false;
    }
}

bool DirectReader::save() {
    if (++saves > deepestState) return false;
    collector->saveState(state);
    state = state->save();
    return true;
}

bool DirectReader::restore() {
    if (saves == 0) return false;
    saves--;
    state = state->restore();
    collector->restoreState(state);
    return true;
}

// Of the parameters only the width of lines and the font change what is collected.
bool DirectReader::applyGraphicsState(std::string_view name) {
    const Object all = resources->lookup("ExtGState");
    if (!all.isDict()) return false;
    const Object parameters = all.dictLookup(std::string(name).c_str());
    if (!parameters.isDict()) return false;
    const Object mask = parameters.dictLookup("SMask");
    if (!parameters.dictLookupNF("Font").isNull() || !(mask.isNull() || mask.isName("None"))) return false;
    const Object width = parameters.dictLookup("LW");
    if (width.isNum()) state->setLineWidth(width.getNum());
    return true;
}

// Images with nothing special about them.
bool DirectReader::drawObject(std::string_view name) {
    const Object all = resources->lookup("XObject");
    if (!all.isDict()) return false;
    const Object object = all.dictLookup(std::string(name).c_str());
    if (!object.isStream()) return false;
    Dict *entries = object.streamGetDict();
    if (!entries->lookup("Subtype").isName("Image") || !entries->lookupNF("OC").isNull()) return false;
    const Object mask = entries->lookup("ImageMask");
    const Object width = entries->lookup("Width"), height = entries->lookup("Height");
    if ((mask.isBool() && mask.getBool()) || !width.isInt() || !height.isInt() || width.getInt() < 1 ||
        height.getInt() < 1) {
        return false;
    }
    collector->addImage(state, width.getInt(), height.getInt());
    return true;
}

bool DirectReader::executePath(unsigned code, OperatorReader *operators) {
    const auto &operands = operators->operands();
    const auto number = [&](size_t index) { return operands[index].number; };
    switch (code) {
    case "m"_op:
        if (!areNumbers(operands, 2)) return false;
        state->moveTo(number(0), number(1));
        return true;
    case "l"_op:
        if (!areNumbers(operands, 2) || !state->isCurPt()) return false;
        state->lineTo(number(0), number(1));
        return true;
    case "c"_op:
        if (!areNumbers(operands, 6) || !state->isCurPt()) return false;
        state->curveTo(number(0), number(1), number(2), number(3), number(4), number(5));
        return true;
    case "v"_op:
        if (!areNumbers(operands, 4) || !state->isCurPt()) return false;
        state->curveTo(state->getCurX(), state->getCurY(), number(0), number(1), number(2), number(3));
        return true;
    case "y"_op:
        if (!areNumbers(operands, 4) || !state->isCurPt()) return false;
        state->curveTo(number(0), number(1), number(2), number(3), number(2), number(3));
        return true;
    case "re"_op:
        if (!areNumbers(operands, 4)) return false;
        state->moveTo(number(0), number(1));
        state->lineTo(number(0) + number(2), number(1));
        state->lineTo(number(0) + number(2), number(1) + number(3));
        state->lineTo(number(0), number(1) + number(3));
        state->closePath();
        return true;
    default: break;
    }
    if (!operands.empty()) return false;
    switch (code) {
    case "h"_op:
        if (!state->isCurPt()) return false;
        state->closePath();
        return true;
    case "W"_op: case "W*"_op: isClipping = true; return true;
    case "n"_op: endPath(); return true;
    default: break;
    }
    if (!state->isCurPt()) return true;
    if (state->isPath()) {
        if (code == "s"_op || code == "b"_op || code == "b*"_op) state->closePath();
        const bool isStroked = code != "f"_op && code != "F"_op && code != "f*"_op;
        const bool isFilled = code != "S"_op && code != "s"_op;
        if (isFilled) collector->fill(state);
        if (isStroked) collector->stroke(state);
    }
    endPath();
    return true;
}

void DirectReader::endPath() {
    if (state->isCurPt() && isClipping) state->clip();
    isClipping = false;
    state->clearPath();
}

bool DirectReader::executeColor(unsigned code, OperatorReader *operators) {
    const auto &operands = operators->operands();
    const bool isStroke = code == "G"_op || code == "RG"_op || code == "K"_op;
    const size_t count = code == "g"_op || code == "G"_op ? 1 : code == "rg"_op || code == "RG"_op ? 3 : 4;
    if (!areNumbers(operands, count)) return false;
    setColor(operands, isStroke);
    return true;
}

void DirectReader::setColor(const std::vector<Operand> &components, bool isStroke) {
    GfxColorSpace *space = nullptr;
    switch (components.size()) {
    case 1: space = new GfxDeviceGrayColorSpace(); break;
    case 3: space = new GfxDeviceRGBColorSpace(); break;
    default: space = new GfxDeviceCMYKColorSpace(); break;
    }
    GfxColor color;
    for (size_t index = 0; index < components.size(); index++) color.c[index] = dblToCol(components[index].number);
    if (isStroke) {
        versions::setStrokeSpace(state, space);
        state->setStrokeColor(&color);
    } else {
        versions::setFillSpace(state, space);
        state->setFillColor(&color);
        collector->updateFillColor(state);
    }
}

bool DirectReader::executeMarks(unsigned code, OperatorReader *operators) {
    const auto &operands = operators->operands();
    switch (code) {
    case "BMC"_op:
        return isOne(operands, Operand::name) && beginMarked(operands[0], nullptr, operators);
    case "BDC"_op:
        return operands.size() == 2 && operands[0].kind == Operand::name && operands[1].kind == Operand::dictionary &&
               beginMarked(operands[0], &operands[1], operators);
    default:
        if (!operands.empty() || marked.empty()) return false;
        if (marked.back() == Marked::actualText) collector->endActualText(state);
        marked.pop_back();
        collector->endMarkedContent(state);
        return true;
    }
}

bool DirectReader::beginMarked(const Operand &name, const Operand *properties, OperatorReader *operators) {
    const std::string kind(operators->text(name));
    // Layers.
    if (kind.compare(0, 2, "OC") == 0) return false;
    marked.push_back(Marked::plain);
    if (!properties) {
        collector->beginMarkedContent(kind.c_str(), nullptr);
        return true;
    }
    Object dictionary(new Dict(document->getXRef()));
    for (size_t index = 0; index + 1 < properties->length; index += 2) {
        const Operand &key = operators->element(properties->start + index);
        const Operand &value = operators->element(properties->start + index + 1);
        if (key.kind != Operand::name) return false;
        const std::string_view keyText = operators->text(key);
        if (keyText == "ActualText" && kind == "Span") {
            if (value.kind != Operand::string) return false;
            const GooString text(std::string(operators->text(value)));
            collector->beginActualText(state, &text);
            marked.back() = Marked::actualText;
        } else if (keyText == "MCID") {
            if (value.kind != Operand::integer) return false;
            dictionary.dictAdd("MCID", Object(static_cast<int>(value.number)));
        }
    }
    collector->beginMarkedContent(kind.c_str(), dictionary.getDict());
    return true;
}

#include "characters.h"

#include "text.h"

#include <algorithm>
#include <iterator>

namespace {
struct Replacement {
    Unicode from;
    const char *to;
};

// In ascending order.
constexpr Replacement replacements[] = {
    {0xF020, " "}, {0xF028, "("}, {0xF029, ")"}, {0xF02A, "*"}, {0xF02B, "+"}, {0xF02D, "−"}, {0xF02E, "."},
    {0xF03C, "<"}, {0xF03D, "="}, {0xF03E, ">"}, {0xF044, "Δ"}, {0xF046, "Φ"}, {0xF047, "Γ"}, {0xF04C, "Λ"},
    {0xF050, "Π"}, {0xF051, "Θ"}, {0xF053, "Σ"}, {0xF057, "Ω"}, {0xF058, "Ξ"}, {0xF059, "Ψ"}, {0xF05B, "["},
    {0xF05D, "]"}, {0xF061, "α"}, {0xF062, "β"}, {0xF063, "χ"}, {0xF064, "δ"}, {0xF065, "ε"}, {0xF066, "φ"},
    {0xF067, "γ"}, {0xF068, "η"}, {0xF069, "ι"}, {0xF06A, "ϕ"}, {0xF06B, "κ"}, {0xF06C, "λ"}, {0xF06D, "μ"},
    {0xF06E, "■"}, {0xF06F, "□"}, {0xF070, "π"}, {0xF071, "❑"}, {0xF072, "ρ"}, {0xF073, "σ"}, {0xF074, "τ"},
    {0xF075, "◆"}, {0xF076, "❖"}, {0xF077, "ω"}, {0xF078, "ξ"}, {0xF079, "ψ"}, {0xF07A, "ζ"}, {0xF07B, "{"},
    {0xF07C, "|"}, {0xF07D, "}"}, {0xF09F, "•"}, {0xF0A3, "≤"}, {0xF0A5, "∞"}, {0xF0A7, "▪"}, {0xF0A8, "◻"},
    {0xF0AA, "★"}, {0xF0AB, "↔"}, {0xF0AC, "←"}, {0xF0AD, "↑"}, {0xF0AE, "→"}, {0xF0AF, "↓"}, {0xF0B0, "°"},
    {0xF0B1, "±"}, {0xF0B2, "″"}, {0xF0B3, "≥"}, {0xF0B4, "×"}, {0xF0B6, "∂"}, {0xF0B7, "•"}, {0xF0B8, "÷"},
    {0xF0B9, "≠"}, {0xF0BA, "≡"}, {0xF0BB, "≈"}, {0xF0BC, "…"}, {0xF0C5, "⊕"}, {0xF0C6, "∅"}, {0xF0C7, "∩"},
    {0xF0C8, "∪"}, {0xF0CE, "∈"}, {0xF0CF, "∉"}, {0xF0D1, "∇"}, {0xF0D5, "∏"}, {0xF0D6, "√"}, {0xF0D7, "⋅"},
    {0xF0D8, "➢"}, {0xF0DE, "⇒"}, {0xF0E0, "→"}, {0xF0E5, "∑"}, {0xF0E8, "➔"}, {0xF0F0, "⇨"}, {0xF0F2, "∫"},
    {0xF0FB, "✗"}, {0xF0FC, "✓"}, {0xF0FD, "☒"}, {0xF0FE, "☑"}, {0xFB00, "ff"}, {0xFB01, "fi"}, {0xFB02, "fl"},
    {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"},
};

bool saysNothing(Unicode u) {
    return u < 0x20 || (u >= 0x7F && u < 0xA0) || (u >= 0xD800 && u < 0xF900) || (u & 0xFFFE) == 0xFFFE ||
           (u >= 0xFDD0 && u < 0xFDF0) || u == 0xFFFD || u >= 0xF0000;
}
}  // namespace

bool appendReadable(std::string *text, Unicode u) {
    if (u >= 0xF020 && u <= 0xFB06) {
        const auto found = std::lower_bound(std::begin(replacements), std::end(replacements), u,
                                            [](const Replacement &one, Unicode other) { return one.from < other; });
        if (found != std::end(replacements) && found->from == u) {
            *text += found->to;
            return true;
        }
    }
    const bool isReadable = !saysNothing(u);
    appendUTF8(text, isReadable ? u : 0xFFFD);
    return isReadable;
}

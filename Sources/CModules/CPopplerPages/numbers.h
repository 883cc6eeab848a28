// Numbers as they are handed out.
#ifndef NUMBERS_H
#define NUMBERS_H

#include <GfxState.h>

#include <cmath>
#include <cstdint>

// 0xRRGGBB.
inline uint32_t packed(const GfxRGB &rgb) {
    return static_cast<uint32_t>(colToByte(rgb.r)) << 16 | static_cast<uint32_t>(colToByte(rgb.g)) << 8 |
           colToByte(rgb.b);
}

// Numbers of hostile documents leave the range of a float.
inline float bounded(double value) { return std::fabs(value) < 1e9 ? static_cast<float>(value) : 0; }

#endif

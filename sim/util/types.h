/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Integer types and bit helpers shared by every part of the simulator.
 *
 * The simulator is host code: it uses <stdint.h> under the short names that
 * kernel people read fastest.  Nothing in here knows of the machine.
 */
#ifndef SIM_UTIL_TYPES_H
#define SIM_UTIL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef unsigned __int128 u128;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT64(n) (1ULL << (n))
/* A mask of the @n low bits; @n may be 64. */
#define MASK64(n) ((n) >= 64 ? ~0ULL : (1ULL << (n)) - 1)

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define __cold __attribute__((noinline, cold))
#define __hot __attribute__((hot))

/* Bits [@lo, @lo + @len) of @v. */
static inline u64 bits(u64 v, unsigned int lo, unsigned int len)
{
	return (v >> lo) & MASK64(len);
}

/* @v, a number of @len bits, sign-extended to 64. */
static inline s64 sext(u64 v, unsigned int len)
{
	return (s64)(v << (64 - len)) >> (64 - len);
}

#endif

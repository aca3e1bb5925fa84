// SPDX-License-Identifier: GPL-2.0
/*
 * Floating point as compiled programs use it, folded into a hash: the same
 * source runs in the guest and on an x86-64 host and must print the same.
 * Single, double and double-extended (80 bits on both) arithmetic, division
 * and square root, conversions, comparisons and exception flags, in all four
 * rounding modes; then the C library.  NaNs count as NaNs, whatever their sign
 * and payload: there the two architectures differ by definition.
 *
 * usage: fp_agree ROUNDS
 */
#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAGS                                                                  \
	(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INEXACT)

static uint64_t state = 12345, hash = 14695981039346656037ULL;

static uint64_t random64(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/* Any bits, a moderate exponent, or a denormal. */
static double random_double(void)
{
	uint64_t v = random64();
	double d;

	if (v & 1)
		v = (v & 0x800fffffffffffffULL) | (973 + random64() % 100)
							  << 52;
	else if (!(v & 6))
		v &= 0x800fffffffffffffULL;
	memcpy(&d, &v, sizeof(d));
	return d;
}

static float random_float(void)
{
	uint32_t v = random64();
	float f;

	if (v & 1)
		v = (v & 0x807fffff) | (uint32_t)(107 + random64() % 40) << 23;
	memcpy(&f, &v, sizeof(f));
	return f;
}

static long double random_extended(void)
{
	long double high = random_double();

	return high * (1.0L + (long double)random_double() * 0x1p-40L);
}

static void add(const void *data, unsigned int len)
{
	const unsigned char *p = data;

	while (len--) {
		hash ^= *p++;
		hash *= 1099511628211ULL;
	}
}

static void add_double(double d)
{
	if (isnan(d))
		add("nan", 3);
	else
		add(&d, 8);
}

static void add_float(float f)
{
	if (isnan(f))
		add("nan", 3);
	else
		add(&f, 4);
}

static void add_extended(long double l)
{
	if (isnan(l))
		add("nan", 3);
	else
		add(&l, 10);
}

static void add_flags(void)
{
	int raised = fetestexcept(FLAGS), portable;

	portable = !!(raised & FE_INVALID) | !!(raised & FE_DIVBYZERO) << 1 |
		   !!(raised & FE_OVERFLOW) << 2 |
		   !!(raised & FE_UNDERFLOW) << 3 |
		   !!(raised & FE_INEXACT) << 4;
	add(&portable, sizeof(portable));
	feclearexcept(FE_ALL_EXCEPT);
}

static void one_round(void)
{
	volatile double a = random_double(), b = random_double();
	volatile double c = random_double();
	volatile float x = random_float(), y = random_float();
	volatile float z = random_float();
	volatile long double p = random_extended(), q = random_extended();
	int order;

	feclearexcept(FE_ALL_EXCEPT);
	add_double(a + b);
	add_double(a * b);
	add_double(a / b);
	add_flags();
	add_double(sqrt(fabs(a)));
	add_double(fma(a, b, c));
	add_float(x - y);
	add_float(x * y);
	add_float(x / y);
	add_flags();
	add_float(sqrtf(fabsf(x)));
	add_float(fmaf(x, y, z));
	add_extended(p + q);
	add_extended(p * q);
	add_extended(p / q);
	add_extended(sqrtl(fabsl(p)));
	add_flags();
	add_double((double)p);
	add_float((float)a);
	add_float((float)p);
	add_flags();
	if (fabs(a) < 9e18) {
		long rounded = lrint(a), cut = (long)a;

		add(&rounded, sizeof(rounded));
		add(&cut, sizeof(cut));
	}
	order = (a < b) | (a <= b) << 1 | (a == b) << 2 |
		isunordered(a, b) << 3;
	add(&order, sizeof(order));
	add_double(fmin(a, b));
	add_double(floor(a));
}

int main(int argc, char **argv)
{
	static const int modes[] = { FE_TONEAREST, FE_UPWARD, FE_DOWNWARD,
				     FE_TOWARDZERO };
	int rounds = argc > 1 ? atoi(argv[1]) : 1000;
	double sum = 0;

	for (int mode = 0; mode < 4; mode++) {
		fesetround(modes[mode]);
		for (int n = 0; n < rounds; n++)
			one_round();
		printf("mode %d: %016llx\n", mode, (unsigned long long)hash);
	}
	fesetround(FE_TONEAREST);
	for (int n = 1; n < 20000; n++)
		sum += sin(n) * exp(-n * 1e-4) + log(n) / n;
	printf("libm: %.13g\n", sum);
	printf("printf: %.20Lg %a %.3e\n", (long double)M_PI * 1e3000L, 0.1,
	       1e-310);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers and sizes on the command line.
 */
#include "util/options.h"

#include "harness.h"

TEST(numbers_in_three_bases)
{
	u64 v;

	CHECK(parse_u64("0", &v));
	CHECK_EQ(v, 0);
	CHECK(parse_u64("123", &v));
	CHECK_EQ(v, 123);
	CHECK(parse_u64("0x1F", &v));
	CHECK_EQ(v, 31);
	CHECK(parse_u64("010", &v));
	CHECK_EQ(v, 8);
	CHECK(parse_u64("18446744073709551615", &v));
	CHECK_EQ(v, ~0ULL);
}

TEST(what_is_no_number_is_refused)
{
	static const char *const bad[] = {
		"",    "-1", "+1", " 1",  "1 ",
		"1x",  "0x", "x",  "1e3", "18446744073709551616",
		"0xg", "08",
	};
	u64 v;

	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		if (parse_u64(bad[i], &v))
			FAIL("'%s' was taken as a number", bad[i]);
}

TEST(sizes_have_suffixes)
{
	u64 v;

	CHECK(parse_size("3", 1024 * 1024, &v));
	CHECK_EQ(v, 3 * 1024 * 1024);
	CHECK(parse_size("3k", 1, &v));
	CHECK_EQ(v, 3072);
	CHECK(parse_size("2G", 1, &v));
	CHECK_EQ(v, 2ULL << 30);
	CHECK(parse_size("1t", 1, &v));
	CHECK_EQ(v, 1ULL << 40);
	CHECK(!parse_size("1x", 1, &v));
	CHECK(!parse_size("1MM", 1, &v));
	CHECK(!parse_size("M", 1, &v));
	CHECK(!parse_size("-1M", 1, &v));
	CHECK(!parse_size("18446744073709551615K", 1, &v));
}

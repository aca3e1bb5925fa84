// SPDX-License-Identifier: GPL-2.0
/*
 * I/O SAPIC: what is sent when, by trigger mode, polarity and mask.
 */
#include "dev/iosapic.h"

#include "harness.h"

static unsigned int sent, last_id, last_eid, last_delivery, last_vector;
static bool accepted = true;

static bool deliver(void *arg, unsigned int id, unsigned int eid,
		    unsigned int delivery, unsigned int vector)
{
	(void)arg;
	sent++;
	last_id = id;
	last_eid = eid;
	last_delivery = delivery;
	last_vector = vector;
	return accepted;
}

static void reg_write(struct iosapic *s, unsigned int index, u32 value)
{
	iosapic_ops.write(s, 0x00, 4, index);
	iosapic_ops.write(s, 0x10, 4, value);
}

static u32 reg_read(struct iosapic *s, unsigned int index)
{
	iosapic_ops.write(s, 0x00, 4, index);
	return iosapic_ops.read(s, 0x10, 4);
}

static struct iosapic *new_iosapic(void)
{
	sent = 0;
	accepted = true;
	return iosapic_create(24, deliver, NULL);
}

TEST(version_tells_the_number_of_pins)
{
	struct iosapic *s = new_iosapic();

	CHECK_EQ(reg_read(s, 1), 0x11 | 23 << 16);
	CHECK_EQ(reg_read(s, 0x10), 0x10000); /* masked after reset */
	CHECK_EQ(reg_read(s, 0x10 + 2 * 24), 0); /* no such pin */
	iosapic_destroy(s);
}

TEST(edge_pin_sends_once_per_rising_edge)
{
	struct iosapic *s = new_iosapic();

	reg_write(s, 0x11 + 2 * 4, 0x05070000);
	reg_write(s, 0x10 + 2 * 4, 0x41);
	iosapic_set_line(s, 4, true);
	CHECK_EQ(sent, 1);
	CHECK_EQ(last_id, 5);
	CHECK_EQ(last_eid, 7);
	CHECK_EQ(last_vector, 0x41);
	CHECK_EQ(last_delivery, 0);
	iosapic_set_line(s, 4, true);
	CHECK_EQ(sent, 1);
	iosapic_set_line(s, 4, false);
	CHECK_EQ(sent, 1);
	iosapic_set_line(s, 4, true);
	CHECK_EQ(sent, 2);
	iosapic_destroy(s);
}

TEST(edge_on_a_masked_pin_is_lost)
{
	struct iosapic *s = new_iosapic();

	reg_write(s, 0x10 + 2 * 4, 0x10041);
	iosapic_set_line(s, 4, true);
	reg_write(s, 0x10 + 2 * 4, 0x41);
	CHECK_EQ(sent, 0);
	iosapic_destroy(s);
}

TEST(level_pin_waits_for_eoi)
{
	struct iosapic *s = new_iosapic();
	u32 rte = 0x80 | 1 << 15;

	reg_write(s, 0x10, rte);
	iosapic_set_line(s, 0, true);
	CHECK_EQ(sent, 1);
	CHECK_EQ(reg_read(s, 0x10), rte | 1 << 14); /* remote IRR */
	iosapic_set_line(s, 0, false);
	iosapic_set_line(s, 0, true);
	CHECK_EQ(sent, 1);
	iosapic_ops.write(s, 0x40, 4, 0x81); /* another vector */
	CHECK_EQ(sent, 1);
	iosapic_ops.write(s, 0x40, 4, 0x80); /* still active: again */
	CHECK_EQ(sent, 2);
	iosapic_set_line(s, 0, false);
	iosapic_ops.write(s, 0x40, 4, 0x80);
	CHECK_EQ(sent, 2);
	CHECK_EQ(reg_read(s, 0x10), rte);
	iosapic_destroy(s);
}

TEST(active_low_level_pin_sends_when_unmasked)
{
	struct iosapic *s = new_iosapic();
	u32 rte = 0x90 | 1 << 15 | 1 << 13;

	iosapic_set_line(s, 9, true); /* idle */
	reg_write(s, 0x10 + 18, rte);
	CHECK_EQ(sent, 0);
	reg_write(s, 0x10 + 18, rte | 0x10000);
	iosapic_set_line(s, 9, false);
	CHECK_EQ(sent, 0);
	reg_write(s, 0x10 + 18, rte);
	CHECK_EQ(sent, 1);
	iosapic_destroy(s);
}

TEST(message_nobody_takes_leaves_remote_irr_clear)
{
	struct iosapic *s = new_iosapic();

	accepted = false;
	reg_write(s, 0x10, 0x80 | 1 << 15);
	iosapic_set_line(s, 0, true);
	CHECK_EQ(sent, 1);
	CHECK_EQ(reg_read(s, 0x10), 0x80 | 1 << 15);
	iosapic_destroy(s);
}

TEST(remote_irr_and_delivery_status_cannot_be_written)
{
	struct iosapic *s = new_iosapic();

	reg_write(s, 0x10, 0x1ffff);
	CHECK_EQ(reg_read(s, 0x10), 0x1a7ff);
	reg_write(s, 0x11, 0xffffffff);
	CHECK_EQ(reg_read(s, 0x11), 0xffff0000);
	iosapic_destroy(s);
}

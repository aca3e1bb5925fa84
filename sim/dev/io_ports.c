// SPDX-License-Identifier: GPL-2.0
/*
 * The sparse encoding of the I/O port window: four ports per 4 KiB page, port
 * p at (p >> 2) << 12 | (p & 0xfff).  A port nobody owns reads as ones.
 * SDM vol 2, 10.7.2.1.
 */
#include "dev/io_ports.h"

#include <errno.h>
#include <stdlib.h>

struct port_range {
	u32 first, count;
	const struct bus_device_ops *ops;
	void *dev;
};

struct io_ports {
	struct port_range ranges[IO_PORT_RANGES_MAX];
	unsigned int count;
};

struct io_ports *io_ports_create(void)
{
	return calloc(1, sizeof(struct io_ports));
}

void io_ports_destroy(struct io_ports *p)
{
	free(p);
}

int io_ports_add(struct io_ports *p, u16 first, u16 count,
		 const struct bus_device_ops *ops, void *dev)
{
	struct port_range *r;

	for (r = p->ranges; r < p->ranges + p->count; r++)
		if (first < r->first + r->count && r->first < first + count)
			return -EEXIST;
	if (p->count == IO_PORT_RANGES_MAX)
		return -ENOMEM;
	*r = (struct port_range){ first, count, ops, dev };
	p->count++;
	return 0;
}

/* The range that owns all @size ports from the one at @offset, or NULL. */
static struct port_range *find(struct io_ports *p, u64 offset,
			       unsigned int size, u32 *port)
{
	*port = (offset >> 12 << 2 | (offset & 3)) & 0xffff;
	for (unsigned int i = 0; i < p->count; i++) {
		struct port_range *r = &p->ranges[i];

		if (*port - r->first < r->count &&
		    *port - r->first + size <= r->count)
			return r;
	}
	return NULL;
}

static u64 io_ports_read(void *dev, u64 offset, unsigned int size)
{
	struct port_range *r;
	u32 port;

	r = find(dev, offset, size, &port);
	if (!r)
		return MASK64(size * 8);
	return r->ops->read(r->dev, port - r->first, size);
}

static void io_ports_write(void *dev, u64 offset, unsigned int size, u64 value)
{
	struct port_range *r;
	u32 port;

	r = find(dev, offset, size, &port);
	if (r)
		r->ops->write(r->dev, port - r->first, size, value);
}

const struct bus_device_ops io_ports_ops = { io_ports_read, io_ports_write };

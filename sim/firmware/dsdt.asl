/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differentiated system description table of the simulated machine: the serial
 * port and power-off.  CPUs and the IOSAPIC are in the MADT.
 *
 * Goes through the C preprocessor before iasl, so that addresses come from
 * machine/memory_map.h (sim/Makefile).
 */
#include "machine/memory_map.h"

DefinitionBlock ("", "DSDT", 2, "IA64PV", "SIMULATR", 1)
{
	/* SLP_TYP for PM1a, then PM1b. */
	Name (\_S5, Package () { MAP_S5_SLEEP_TYPE, 0, 0, 0 })

	Scope (\_SB)
	{
		Device (COM1)
		{
			Name (_HID, EisaId ("PNP0501"))
			Name (_UID, 1)
			Name (_STA, 0x0f)
			Name (_CRS, ResourceTemplate () {
				Memory32Fixed (ReadWrite, MAP_UART_BASE, 8)
				Interrupt (ResourceConsumer, Edge, ActiveHigh,
					   Exclusive) { MAP_GSI_UART }
			})
		}
	}
}

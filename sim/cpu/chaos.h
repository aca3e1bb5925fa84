/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Disturbances that the architecture allows at any time: TC and ALAT entries
 * vanish, the RSE spills eagerly.  The machine calls this between turns with
 * numbers of its seeded stream.  SDM vol 2, 4.1.1.2, 6.2; vol 1, 4.4.5.
 */
#ifndef SIM_CPU_CHAOS_H
#define SIM_CPU_CHAOS_H

#include "state/cpu_state.h"

void cpu_chaos(struct cpu *cpu, u64 random);

#endif

// SPDX-License-Identifier: GPL-2.0
/*
 * The native instance of the paravirt operations.
 *
 * Everything here is what the kernel does on bare metal; a guest port replaces
 * whole groups of it.  See asm/paravirt.h for the groups.
 */
#include <linux/export.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/printk.h>
#include <linux/static_call.h>
#include <linux/timex.h>

#include <asm/hw_irq.h>
#include <asm/intrinsics.h>
#include <asm/iosapic.h>
#include <asm/paravirt.h>
#include <asm/sections.h>

#include "irq.h"

struct pv_info pv_info = {
	.kernel_rpl = 0,
	.paravirt_enabled = 0,
	.name = "bare hardware",
};

/* Nothing steals time from a CPU that the kernel owns. */
struct static_key paravirt_steal_enabled;
struct static_key paravirt_steal_rq_enabled;

static u64 native_steal_clock(int cpu)
{
	return 0;
}

DEFINE_STATIC_CALL(pv_steal_clock, native_steal_clock);

static void native_nothing(void)
{
}

static void __init native_banner(void)
{
	pr_info("Booting on %s\n", pv_info.name);
}

static int __init native_reserve_memory(struct rsvd_region *region)
{
	return 0;
}

static void __init native_arch_setup_console(char **cmdline_p)
{
}

static int __init native_arch_setup_nomca(void)
{
	return 0;
}

struct pv_init_ops pv_init_ops = {
	.banner = native_banner,
	.reserve_memory = native_reserve_memory,
	.arch_setup_early = native_nothing,
	.arch_setup_console = native_arch_setup_console,
	.arch_setup_nomca = native_arch_setup_nomca,
	.post_smp_prepare_boot_cpu = native_nothing,
	.init_irq = native_nothing,
	.cpu_init = native_nothing,
};

struct pv_iosapic_ops pv_iosapic_ops = {
	.pcat_compat_init = ia64_native_iosapic_pcat_compat_init,
	.get_irq_chip = ia64_native_iosapic_get_irq_chip,
	.read = __ia64_native_iosapic_read,
	.write = __ia64_native_iosapic_write,
};

static void native_wakeup_ap(int cpu, int vector)
{
	ia64_native_send_ipi(cpu, vector, IA64_IPI_DM_INT, 0);
}

struct pv_irq_ops pv_irq_ops = {
	.register_ipi = ia64_native_register_ipi,
	.assign_irq_vector = ia64_native_assign_irq_vector,
	.free_irq_vector = ia64_native_free_irq_vector,
	.register_percpu_irq = ia64_native_register_percpu_irq,
	.resend_irq = ia64_native_resend_irq,
	.send_ipi = ia64_native_send_ipi,
	.wakeup_ap = native_wakeup_ap,
};

static void native_init_missing_ticks_accounting(int cpu)
{
}

static int native_do_steal_accounting(unsigned long *itm)
{
	return 0;
}

struct pv_time_ops pv_time_ops = {
	.init_missing_ticks_accounting = native_init_missing_ticks_accounting,
	.do_steal_accounting = native_do_steal_accounting,
	.clocksource_resume = native_nothing,
	.sched_clock = ia64_native_sched_clock,
};

struct pv_fsys_data pv_fsys_data __initdata = {
	.fsyscall_table = fsyscall_table,
	.fsys_bubble_down = fsys_bubble_down,
};

#define PATCHLIST(name) \
	.start_##name##_patchlist = __start_gate_##name##_patchlist, \
	.end_##name##_patchlist = __end_gate_##name##_patchlist

struct pv_patchdata pv_patchdata __initdata = {
	PATCHLIST(fsyscall),
	PATCHLIST(brl_fsys_bubble_down),
	PATCHLIST(vtop),
	PATCHLIST(mckinley_e9),
	.gate_section = __start_gate_section,
};

/*
 * The C twins of the native text of sites.  None is called on bare metal, where
 * every site keeps its text; they serve an instance that overrides only some
 * operations, and they say what each operation is.
 */
static void native_ssm_i(void)
{
	ia64_native_ssm(IA64_PSR_I);
	ia64_srlz_d();
}

static void native_rsm_i(void)
{
	ia64_native_rsm(IA64_PSR_I);
}

static unsigned long native_get_psr_i(void)
{
	return ia64_native_getreg(_IA64_REG_PSR) & IA64_PSR_I;
}

static void native_intrin_local_irq_restore(unsigned long flags)
{
	if (flags & IA64_PSR_I)
		native_ssm_i();
	else
		native_rsm_i();
}

#define GETREG_CASE(reg)	case reg: return ia64_native_getreg(reg)

static unsigned long native_getreg(int regnum)
{
	switch (regnum) {
	GETREG_CASE(_IA64_REG_AR_ITC);
	GETREG_CASE(_IA64_REG_CR_ITM);
	GETREG_CASE(_IA64_REG_CR_IVR);
	GETREG_CASE(_IA64_REG_CR_TPR);
	}
	panic("paravirt: no site reads register %d", regnum);
}

#define SETREG_CASE(reg, val)	case reg: ia64_native_setreg(reg, val); return

static void native_setreg(int regnum, unsigned long val)
{
	switch (regnum) {
	SETREG_CASE(_IA64_REG_AR_KR0, val);
	SETREG_CASE(_IA64_REG_AR_KR1, val);
	SETREG_CASE(_IA64_REG_AR_KR2, val);
	SETREG_CASE(_IA64_REG_AR_KR3, val);
	SETREG_CASE(_IA64_REG_AR_KR4, val);
	SETREG_CASE(_IA64_REG_AR_KR5, val);
	SETREG_CASE(_IA64_REG_AR_KR6, val);
	SETREG_CASE(_IA64_REG_AR_KR7, val);
	SETREG_CASE(_IA64_REG_AR_ITC, val);
	SETREG_CASE(_IA64_REG_CR_ITM, val);
	SETREG_CASE(_IA64_REG_CR_TPR, val);
	SETREG_CASE(_IA64_REG_CR_EOI, val);
	}
	panic("paravirt: no site writes register %d", regnum);
}

static unsigned long native_thash(unsigned long addr)
{
	return ia64_native_thash(addr);
}

static void native_fc(void *addr)
{
	ia64_native_fc(addr);
}

static void native_ptcga(unsigned long addr, unsigned long size)
{
	ia64_native_ptcga(addr, size);
}

static unsigned long native_get_rr(unsigned long index)
{
	return ia64_native_get_rr(index);
}

static void native_set_rr(unsigned long index, unsigned long val)
{
	ia64_native_set_rr(index, val);
}

static void native_set_rr0_to_rr4(unsigned long val0, unsigned long val1,
				  unsigned long val2, unsigned long val3,
				  unsigned long val4)
{
	ia64_native_set_rr0_to_rr4(val0, val1, val2, val3, val4);
}

static unsigned long native_get_cpuid(int index)
{
	return ia64_native_get_cpuid(index);
}

static unsigned long native_get_pmd(int index)
{
	return ia64_native_get_pmd(index);
}

struct pv_cpu_ops pv_cpu_ops = {
	.ssm_i = native_ssm_i,
	.rsm_i = native_rsm_i,
	.get_psr_i = native_get_psr_i,
	.intrin_local_irq_restore = native_intrin_local_irq_restore,
	.getreg = native_getreg,
	.setreg = native_setreg,
	.thash = native_thash,
	.fc = native_fc,
	.ptcga = native_ptcga,
	.get_rr = native_get_rr,
	.set_rr = native_set_rr,
	.set_rr0_to_rr4 = native_set_rr0_to_rr4,
	.get_cpuid = native_get_cpuid,
	.get_pmd = native_get_pmd,
};

/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The operations that a hypervisor replaces, other than those on the CPU itself.
 *
 * Each group is one structure of function pointers that starts out with the
 * native functions and that a guest port overwrites as a whole, on the boot CPU
 * and before anything is called through it.  No pointer is NULL unless it says
 * so.  Without CONFIG_PARAVIRT the names of the operations mean the native
 * functions.
 */
#ifndef _ASM_IA64_PARAVIRT_H
#define _ASM_IA64_PARAVIRT_H

#ifndef __ASSEMBLY__
extern unsigned long fsyscall_table[];
extern char fsys_bubble_down[];
#endif

#ifdef CONFIG_PARAVIRT
#ifndef __ASSEMBLY__

#include <linux/compiler.h>
#include <linux/irqreturn.h>
#include <linux/static_call_types.h>
#include <linux/types.h>

/* What the kernel runs on. */
struct pv_info {
	unsigned int kernel_rpl;	/* privilege level of the kernel, 0..2 */
	int paravirt_enabled;		/* not on bare metal */
	const char *name;		/* of the hypervisor, for messages */
};

extern struct pv_info pv_info;

static inline int paravirt_enabled(void)
{
	return pv_info.paravirt_enabled;
}

static inline unsigned int get_kernel_rpl(void)
{
	return pv_info.kernel_rpl;
}

/* What kernel/sched asks: nanoseconds that a CPU was kept from running. */
struct static_key;
extern struct static_key paravirt_steal_enabled;
extern struct static_key paravirt_steal_rq_enabled;

u64 dummy_steal_clock(int cpu);

DECLARE_STATIC_CALL(pv_steal_clock, dummy_steal_clock);

static inline u64 paravirt_steal_clock(int cpu)
{
	return static_call(pv_steal_clock)(cpu);
}

/* What happens once per boot, or once per CPU; all run on the CPU concerned. */
struct rsvd_region;

struct pv_init_ops {
	void (*banner)(void);
	/* fills region[0..n), returns n: more memory that is not to be used */
	int (*reserve_memory)(struct rsvd_region *region);
	/* before anything touches firmware */
	void (*arch_setup_early)(void);
	/* after early_param()s: consoles */
	void (*arch_setup_console)(char **cmdline_p);
	/* true: there are no machine checks to handle */
	int (*arch_setup_nomca)(void);
	void (*post_smp_prepare_boot_cpu)(void);
	/* last act of init_IRQ() */
	void (*init_irq)(void);
	/* last act of cpu_init() */
	void (*cpu_init)(void);
	/*
	 * Write what site @addr, which is @type with its operand in GR @reg,
	 * is to hold to @text; returns bundles, or 0: keep the native text.
	 * The one pointer that may be NULL, which means the same for all.
	 */
	unsigned int (*patch_bundle)(u64 *text, unsigned long addr, u32 type,
				     unsigned int reg);
};

extern struct pv_init_ops pv_init_ops;

static inline void paravirt_banner(void)
{
	pv_init_ops.banner();
}

static inline int paravirt_reserve_memory(struct rsvd_region *region)
{
	return pv_init_ops.reserve_memory(region);
}

static inline void paravirt_arch_setup_early(void)
{
	pv_init_ops.arch_setup_early();
}

static inline void paravirt_arch_setup_console(char **cmdline_p)
{
	pv_init_ops.arch_setup_console(cmdline_p);
}

static inline int paravirt_arch_setup_nomca(void)
{
	return pv_init_ops.arch_setup_nomca();
}

static inline void paravirt_post_smp_prepare_boot_cpu(void)
{
	pv_init_ops.post_smp_prepare_boot_cpu();
}

static inline void paravirt_init_irq(void)
{
	pv_init_ops.init_irq();
}

static inline void paravirt_cpu_init(void)
{
	pv_init_ops.cpu_init();
}

/* The I/O interrupt controllers; read and write take a register number. */
struct irq_chip;

struct pv_iosapic_ops {
	void (*pcat_compat_init)(void);
	struct irq_chip *(*get_irq_chip)(unsigned long trigger);
	unsigned int (*read)(char __iomem *iosapic, unsigned int reg);
	void (*write)(char __iomem *iosapic, unsigned int reg, u32 val);
};

extern struct pv_iosapic_ops pv_iosapic_ops;

static inline void iosapic_pcat_compat_init(void)
{
	pv_iosapic_ops.pcat_compat_init();
}

static inline struct irq_chip *iosapic_get_irq_chip(unsigned long trigger)
{
	return pv_iosapic_ops.get_irq_chip(trigger);
}

static inline unsigned int __iosapic_read(char __iomem *iosapic, unsigned int reg)
{
	return pv_iosapic_ops.read(iosapic, reg);
}

static inline void __iosapic_write(char __iomem *iosapic, unsigned int reg, u32 val)
{
	pv_iosapic_ops.write(iosapic, reg, val);
}

/*
 * Interrupts of the CPUs themselves.  Vectors are those of asm/hw_irq.h; what
 * stands behind one (an LSAPIC vector, an event channel) is the instance's.
 */
struct pv_irq_ops {
	void (*register_ipi)(void);
	/* a free vector for @irq (AUTO_ASSIGN: also the irq), or -ENOSPC */
	int (*assign_irq_vector)(int irq);
	void (*free_irq_vector)(int vector);
	void (*register_percpu_irq)(u8 vec, irqreturn_t (*handler)(int, void *),
				    unsigned long flags, const char *name);
	void (*resend_irq)(unsigned int vector);
	void (*send_ipi)(int cpu, int vector, int delivery_mode, int redirect);
	/* start an application processor that waits in its firmware */
	void (*wakeup_ap)(int cpu, int vector);
};

extern struct pv_irq_ops pv_irq_ops;

static inline void ia64_register_ipi(void)
{
	pv_irq_ops.register_ipi();
}

static inline int assign_irq_vector(int irq)
{
	return pv_irq_ops.assign_irq_vector(irq);
}

static inline void free_irq_vector(int vector)
{
	pv_irq_ops.free_irq_vector(vector);
}

static inline void register_percpu_irq(u8 vec, irqreturn_t (*handler)(int, void *),
				       unsigned long flags, const char *name)
{
	pv_irq_ops.register_percpu_irq(vec, handler, flags, name);
}

static inline void ia64_resend_irq(unsigned int vector)
{
	pv_irq_ops.resend_irq(vector);
}

static inline void ia64_send_ipi(int cpu, int vector, int delivery_mode, int redirect)
{
	pv_irq_ops.send_ipi(cpu, vector, delivery_mode, redirect);
}

static inline void paravirt_wakeup_ap(int cpu, int vector)
{
	pv_irq_ops.wakeup_ap(cpu, vector);
}

/* Time: what a CPU that is not always there has to account for. */
struct pv_time_ops {
	/* on @cpu, once its tick runs */
	void (*init_missing_ticks_accounting)(int cpu);
	/* charge stolen ticks and advance *@itm past them; true: none is left */
	int (*do_steal_accounting)(unsigned long *itm);
	void (*clocksource_resume)(void);
	/* nanoseconds, per CPU, may be called with anything held */
	unsigned long long (*sched_clock)(void);
};

extern struct pv_time_ops pv_time_ops;

static inline void paravirt_init_missing_ticks_accounting(int cpu)
{
	pv_time_ops.init_missing_ticks_accounting(cpu);
}

static inline int paravirt_do_steal_accounting(unsigned long *itm)
{
	return pv_time_ops.do_steal_accounting(itm);
}

static inline void paravirt_clocksource_resume(void)
{
	pv_time_ops.clocksource_resume();
}

static __always_inline unsigned long long paravirt_sched_clock(void)
{
	return pv_time_ops.sched_clock();
}

/* Which images of the system call code the instance uses. */
struct pv_fsys_data {
	unsigned long *fsyscall_table;
	void *fsys_bubble_down;
};

extern struct pv_fsys_data pv_fsys_data;

/* The gate page, and the lists in it of the places that the kernel fills in. */
struct pv_patchdata {
	char *start_fsyscall_patchlist;
	char *end_fsyscall_patchlist;
	char *start_brl_fsys_bubble_down_patchlist;
	char *end_brl_fsys_bubble_down_patchlist;
	char *start_vtop_patchlist;
	char *end_vtop_patchlist;
	char *start_mckinley_e9_patchlist;
	char *end_mckinley_e9_patchlist;
	char *gate_section;
};

extern struct pv_patchdata pv_patchdata;

#define paravirt_fsyscall_table		pv_fsys_data.fsyscall_table
#define paravirt_fsys_bubble_down	((char *)pv_fsys_data.fsys_bubble_down)
#define paravirt_gate_section		pv_patchdata.gate_section
#define paravirt_gate_patchlist_start(name)	pv_patchdata.start_##name##_patchlist
#define paravirt_gate_patchlist_end(name)	pv_patchdata.end_##name##_patchlist

#endif /* !__ASSEMBLY__ */
#else /* !CONFIG_PARAVIRT */

#ifndef __ASSEMBLY__

struct rsvd_region;

static inline void paravirt_banner(void) { }
static inline int paravirt_reserve_memory(struct rsvd_region *region) { return 0; }
static inline void paravirt_arch_setup_early(void) { }
static inline void paravirt_arch_setup_console(char **cmdline_p) { }
static inline int paravirt_arch_setup_nomca(void) { return 0; }
static inline void paravirt_post_smp_prepare_boot_cpu(void) { }
static inline void paravirt_init_irq(void) { }
static inline void paravirt_cpu_init(void) { }

#define paravirt_wakeup_ap(cpu, vector)	\
	ia64_send_ipi(cpu, vector, IA64_IPI_DM_INT, 0)

static inline void paravirt_init_missing_ticks_accounting(int cpu) { }
static inline int paravirt_do_steal_accounting(unsigned long *itm) { return 0; }
#define paravirt_sched_clock	ia64_native_sched_clock

#define paravirt_fsyscall_table		fsyscall_table
#define paravirt_fsys_bubble_down	fsys_bubble_down
#define paravirt_gate_section		__start_gate_section
#define paravirt_gate_patchlist_start(name)	__start_gate_##name##_patchlist
#define paravirt_gate_patchlist_end(name)	__end_gate_##name##_patchlist

#endif /* !__ASSEMBLY__ */
#endif /* CONFIG_PARAVIRT */

#endif /* _ASM_IA64_PARAVIRT_H */

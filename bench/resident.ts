import { readFileSync } from 'node:fs';

const KIB_PER_MIB = 1024;

/** Memory of a process that is in use now, in MiB. @throws Error where the kernel does not tell (not Linux) */
export function residentMiB(pid: number | undefined): number {
  const kib = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`the kernel does not tell how much memory process ${pid} uses`);
  return Number(kib) / KIB_PER_MIB;
}

import { environmentWith } from '#lib/config/environment.ts'
import memory from './web-memory.json' with { type: 'json' }

/**
 * What V8 is told when the web process starts. A small nursery: what a download leaves behind is swept at once, where a large one lets it
 * pile up until whole collections are needed, again and again. And the heap is collected when it has doubled, not when it has quadrupled.
 */
export const WEB_FLAGS: readonly string[] = memory.flags

/** An even smaller nursery for the mail process, where a message of any size passes through: what its pieces leave behind reached 94 MiB with one of 8 MiB, 63 with 2, 54 with 1. */
export const MAIL_FLAGS: readonly string[] = ['--max-semi-space-size=1']

/** What glibc is told: one arena, since each keeps what it once held; other C libraries do not read it. */
export const WEB_ALLOCATOR: Readonly<Record<string, string>> = memory.environment

/**
 * Begins this process again, under its own number, with the flags that nobody gave it, those of the web process unless told. Where that cannot be done, on Windows and under a
 * parent that holds a channel to us, it goes on without them and only needs more memory.
 */
export function restartWithFlags(flags = WEB_FLAGS, environment = WEB_ALLOCATOR): void {
  if (flags.every((flag) => process.execArgv.includes(flag))) return
  if (process.platform === 'win32' || process.channel || process.execve === undefined) return
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...flags, ...process.argv.slice(1)], environmentWith(environment))
}

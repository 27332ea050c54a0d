import type { PrivateKey } from 'openpgp'

interface OpenKey {
  readonly key: PrivateKey
  readonly timer: ReturnType<typeof setTimeout>
}

/** Keys that are open, by account: in the memory of this page alone, and no longer than was asked for. */
const open = new Map<string, OpenKey>()

export function openKeyOf(account: string): PrivateKey | undefined {
  return open.get(account)?.key
}

/** Holds an open key for so many minutes; 0 holds it not at all. */
export function holdOpen(account: string, key: PrivateKey, minutes: number): void {
  closeKey(account)
  if (minutes > 0) open.set(account, { key, timer: setTimeout(() => open.delete(account), minutes * 60_000) })
}

export function closeKey(account: string): void {
  clearTimeout(open.get(account)?.timer)
  open.delete(account)
}

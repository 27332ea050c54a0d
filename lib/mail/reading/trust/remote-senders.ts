/**
 * Whose pictures from elsewhere are shown without asking: addresses, or domains behind an @. An entry counts only where the reader's
 * mail server proved that the message comes from there, for a sender's address is written by whoever sends; with `!` behind it the reader insists, and it counts without
 * a proof, never against one.
 */
export interface RemoteSender {
  /** `ann@example.org` or `@example.org`, in small letters. */
  readonly sender: string
  readonly insists: boolean
}

/** What is remembered about one message's sender. */
export type RemoteTrust = 'none' | 'unproven' | 'trusted'

function readRemoteSender(entry: string): RemoteSender {
  const insists = entry.endsWith('!')
  return { sender: (insists ? entry.slice(0, -1) : entry).trim().toLowerCase(), insists }
}

function writeRemoteSender({ sender, insists }: RemoteSender): string {
  return `${sender}${insists ? '!' : ''}`
}

/** The list with that entry, once; an entry for the same sender goes. */
export function withRemoteSender(entries: readonly string[], added: RemoteSender): readonly string[] {
  return [...entries.filter((entry) => readRemoteSender(entry).sender !== added.sender.toLowerCase()), writeRemoteSender({ ...added, sender: added.sender.toLowerCase() })]
}

/** Whether the pictures of a message from that address are shown: `unproven` where an entry names it and nothing proves that it is theirs. */
export function remoteTrust(entries: readonly string[], address: string, { isProven, isDisproved }: { readonly isProven: boolean; readonly isDisproved: boolean }): RemoteTrust {
  const written = address.toLowerCase()
  const domain = written.slice(written.lastIndexOf('@'))
  const fitting = entries.map(readRemoteSender).filter(({ sender }) => sender === written || sender === domain)
  if (!written.includes('@') || fitting.length === 0) return 'none'
  return isProven || (!isDisproved && fitting.some(({ insists }) => insists)) ? 'trusted' : 'unproven'
}

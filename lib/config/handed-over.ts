/** Services whose listening sockets a service manager may hand over. */
export const HANDED_OVER = ['http', 'https', 'imap', 'imaps', 'submission', 'submissions', 'smtp', 'lmtp'] as const
export type HandedOverService = (typeof HANDED_OVER)[number]

/** File descriptors of listening sockets by their service; one service may have several. */
export type InheritedSockets = Readonly<Partial<Record<HandedOverService, readonly number[]>>>

/** sd_listen_fds(3): they begin here. */
const FIRST = 3
/** More than all services have in IPv4 and IPv6. */
const MOST = 64

/** A web server listens once. */
const ONCE: readonly HandedOverService[] = ['http', 'https']

/** The sockets that a service manager hands over are not what it says, or for nothing that listens. */
export class HandedOverProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'HandedOverProblem'
  }
}

/**
 * The listening sockets that systemd has opened for the process `pid` (LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES of sd_listen_fds(3)), by the name that
 * `FileDescriptorName=` gives each. None where they are another process's. Throws HandedOverProblem with a sentence for a name that is no service.
 */
export function inheritedSockets(env: Readonly<Record<string, string | undefined>>, pid: number): InheritedSockets {
  const { LISTEN_PID: forPid, LISTEN_FDS: count = '', LISTEN_FDNAMES: named = '' } = env
  if (forPid !== String(pid) || count === '') return {}
  const many = Number(count)
  if (!Number.isInteger(many) || many < 0 || many > MOST) throw new HandedOverProblem(`LISTEN_FDS is "${count}", which is no number of sockets.`)
  const names = many === 0 ? [] : named.split(':')
  if (names.length !== many) throw new HandedOverProblem(`LISTEN_FDS says ${many} sockets and LISTEN_FDNAMES names ${names.length}.`)
  const found: Partial<Record<HandedOverService, number[]>> = {}
  for (const [at, name] of names.entries()) {
    const service = HANDED_OVER.find((each) => each === name)
    if (service === undefined) throw new HandedOverProblem(`A socket is handed over as "${name}": say FileDescriptorName= with one of ${HANDED_OVER.join(', ')}.`)
    const known = (found[service] ??= [])
    if (known.length > 0 && ONCE.includes(service)) throw new HandedOverProblem(`Several sockets are handed over as "${name}": give it one, such as [::]:443, which takes IPv4 as well.`)
    known.push(FIRST + at)
  }
  return found
}

/** What children must not take for theirs: the sockets, and the word that the service manager waits for. */
export const OURS_ALONE = { LISTEN_PID: undefined, LISTEN_FDS: undefined, LISTEN_FDNAMES: undefined, NOTIFY_SOCKET: undefined, WATCHDOG_USEC: undefined, WATCHDOG_PID: undefined } as const

import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { ArgumentReader } from '../protocol/argument-reader.ts'
import type { ResponseWriter } from '../protocol/response-writer.ts'
import { SyntaxProblem } from '../protocol/problems.ts'
import { rangesOf, STAR, writeNumberSet, type NumberRange, type SequenceSet } from '../protocol/sequence-set.ts'
import type { ImapSession } from '../session/imap-session.ts'
import type { MailboxView } from '../session/mailbox-view.ts'

/** What a client knows of a mailbox from an earlier session (RFC 7162 §3.2.5). */
export interface KnownState {
  readonly uidValidity: number
  readonly modSeq: ModSeq
  /** All that there have been, without. */
  readonly uids: SequenceSet | undefined
  /** Sequence numbers and the UIDs that they had, in two sets of one length. */
  readonly matches: { readonly sequences: SequenceSet; readonly uids: SequenceSet } | undefined
}

/** Pairs of sequence number and UID that are looked at; a client sends a handful. */
const PAIR_LIMIT = 10_000

/** `"QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"`, behind its name (RFC 7162 §7). */
export function parseKnownState(args: ArgumentReader, uidOnly = false): KnownState {
  args.expect(' (')
  const uidValidity = args.number('a UIDVALIDITY')
  args.expect(' ')
  const modSeq = args.modSeq('a modification sequence') as ModSeq
  if (uidValidity === 0 || modSeq === 0n) throw args.problem('a number above 0')
  let uids: SequenceSet | undefined
  let matches: KnownState['matches']
  if (args.startsWith(' ') && !args.startsWith(' (')) {
    args.expect(' ')
    uids = closedSet(args)
  }
  if (args.accept(' (')) {
    // RFC 9586 §3: whoever has no sequence numbers has no pairs with them either.
    if (uidOnly) throw new SyntaxProblem('Only UIDs are in use', 'UIDREQUIRED')
    const sequences = closedSet(args)
    args.expect(' ')
    matches = { sequences, uids: closedSet(args) }
    // RFC 7162 §3.2.5.2.
    if (countOf(matches.sequences) !== countOf(matches.uids)) throw args.fault('Two sets of one length belong here')
    args.expect(')')
  }
  args.expect(')')
  return { uidValidity, modSeq, uids, matches }
}

/** How many numbers the set names, each once. */
function countOf(set: SequenceSet): number {
  return rangesOf(set, 0).reduce((count, { first, last }) => count + last - first + 1, 0)
}

/** A set in which "*" has no meaning: what the client knows has an end. */
function closedSet(args: ArgumentReader): SequenceSet {
  const set = args.sequenceSet()
  if (set.some(({ first, last }) => first === STAR || last === STAR)) throw args.problem('a set without "*"')
  return set
}

/** Tells a client what has gone and what has changed since it last saw the mailbox, if it is the same (RFC 7162 §3.2.5.1). */
export async function resynchronize(session: ImapSession, out: ResponseWriter, known: KnownState): Promise<void> {
  const { view } = session
  if (known.uidValidity !== view.mailbox.uidValidity) return
  const within = known.uids ? rangesOf(known.uids, 0) : ALL
  const { changed, vanished } = await view.mailbox.changesSince(known.modSeq)
  const settled = known.matches ? lastMatch(view, known.matches) : 0
  await tellEarlier(view, out, vanished.filter((uid) => uid > settled && isWithin(within, uid)))
  await session.revealFlags(out, changed.filter(({ uid }) => isWithin(within, uid)))
}

const ALL: readonly NumberRange[] = [{ first: 1, last: Infinity }]

/** `VANISHED (EARLIER) uids`, without what the client sees in the mailbox: that goes by an EXPUNGE or VANISHED of its own (RFC 7162 §3.2.10.1). */
export async function tellEarlier(view: MailboxView, out: ResponseWriter, vanished: readonly Uid[]): Promise<void> {
  const gone = vanished.filter((uid) => view.sequenceOf(uid) === 0)
  if (gone.length > 0) await out.untagged(`VANISHED (EARLIER) ${writeNumberSet(gone)}`)
}

/** Whether the number lies in one of ascending ranges. */
export function isWithin(ranges: readonly NumberRange[], value: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ranges[middle]!.last < value) low = middle + 1
    else high = middle
  }
  return low < ranges.length && ranges[low]!.first <= value
}

/** RFC 7162 §3.2.5.2: up to the last UID that still has its number nothing has gone that the client does not know of. */
function lastMatch(view: MailboxView, { sequences, uids }: NonNullable<KnownState['matches']>): number {
  const numbers = numbersOf(sequences)
  let last = 0
  for (const uid of numbersOf(uids)) {
    const { value: sequence, done } = numbers.next()
    if (done) break
    if (view.sequenceOf(uid as Uid) === sequence) last = Math.max(last, uid)
  }
  return last
}

function* numbersOf(set: SequenceSet): Generator<number, undefined> {
  let count = 0
  for (const { first, last } of rangesOf(set, 0)) {
    for (let number = first; number <= last; number++) {
      if (++count > PAIR_LIMIT) return undefined
      yield number
    }
  }
  return undefined
}

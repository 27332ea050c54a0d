import { walkParts, type BodyPart } from '#lib/mail/body-structure.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountViews } from '../pool/view-cache.ts'
import type { ReadBody } from './read-bodies.ts'

/** The HTML part of a message with the pictures that it may name. */
export interface ReadHtml {
  readonly part: BodyPart
  /** Transfer-decoded, in the charset of the part; at most as much of it as is rendered. */
  readonly octets: Uint8Array
  readonly cut: boolean
  /** The pictures of the message, by which `cid:` and Content-Location find them. */
  readonly pictures: readonly BodyPart[]
}

/** A message as far as its HTML was read with it. */
export interface Shown {
  readonly structure: BodyPart | undefined
  readonly bodies: readonly ReadBody[]
}

interface Kept {
  /** Infinity while it is being read. */
  readonly until: number
  readonly html: Promise<readonly ReadHtml[]>
}

/** As long as a free connection is: whoever may read the message no more has lost it by then. */
const KEPT_MS = 60_000
/** What each of them weighs beside its octets, roughly. */
const OVERHEAD = 2000

/** The pictures that the HTML of a message may name. */
export function picturesIn(root: BodyPart): readonly BodyPart[] {
  return [...walkParts(root)].filter(({ type }) => type === 'image')
}

/** Keeps for a minute the HTML that is read to show a message: the frame that shows it asks for the same octets next, or meanwhile. */
export function keepHtml(views: AccountViews, ref: MessageRef, reading: Promise<Shown>): void {
  const html = reading.then(htmlIn, () => [])
  const set = (until: number, weight: number): void => views.set(nameOf(ref), String(ref.uidValidity), { until, html } satisfies Kept, weight + OVERHEAD)
  set(Infinity, 0)
  void html.then((read) => set(Date.now() + KEPT_MS, read.reduce((sum, { octets }) => sum + octets.length, 0)))
}

/** That HTML part, where all of it was read within the last minute or is being read. */
export async function keptHtml(views: AccountViews, ref: MessageRef, section: string): Promise<ReadHtml | undefined> {
  const kept = views.get<Kept>(nameOf(ref), String(ref.uidValidity))
  return kept && kept.until > Date.now() ? (await kept.html).find(({ part }) => part.section === section) : undefined
}

function htmlIn({ structure, bodies }: Shown): readonly ReadHtml[] {
  if (!structure) return []
  return bodies.filter(({ part, cut }) => part.subtype === 'html' && !cut).map(({ part, octets }) => ({ part, octets, cut: false, pictures: picturesIn(structure) }))
}

const nameOf = ({ mailbox, uid }: MessageRef): string => `html ${uid} ${mailbox}`

import { titleCase } from '#lib/mail/casemap.ts'

/** `subj-refwd` and `subj-blob` of RFC 5256 §5: a reply or forward mark, list labels before and behind it. */
const LEADER = /^(?:\[[^[\]]{0,200}\]\s*)*(?:re|fwd?)\s*(?:\[[^[\]]{0,200}\]\s*)?:\s*/i
const BLOB = /^\[[^[\]]{0,200}\]\s*/
const FORWARD_WRAP = /^\[fwd:(.*)\]$/is

/** Longer subjects are cut; nobody's threading depends on what follows. */
const LENGTH_LIMIT = 4096

/** The base subject of RFC 5256 §2.1 of a decoded subject, in title case (RFC 5051 §2), so that subjects that differ only in marks and case compare equal. */
export function baseSubject(subject: string): string {
  return titleCase(extractBase(subject).base)
}

/** RFC 5256 §3: true where finding the base takes a mark of a reply or a forward away; labels and blanks are none. */
export function isReplyOrForward(subject: string): boolean {
  return extractBase(subject).isMarked
}

interface Extracted {
  readonly base: string
  readonly isMarked: boolean
}

function extractBase(subject: string): Extracted {
  let base = subject.slice(0, LENGTH_LIMIT).replace(/\s+/g, ' ').trim()
  let isMarked = false
  for (;;) {
    const before = base
    for (const step of [withoutTrailer, withoutLeaders]) {
      const extracted = step(base)
      base = extracted.base
      isMarked ||= extracted.isMarked
    }
    const wrapped = FORWARD_WRAP.exec(base)
    // Step 6: "[fwd: ... ]" around it all; start again with what is inside.
    if (wrapped) base = (wrapped[1] ?? '').trim()
    isMarked ||= wrapped !== null
    if (base === before || !wrapped) return { base, isMarked }
  }
}

/** Step 2: "(fwd)" and blanks at the end. */
function withoutTrailer(text: string): Extracted {
  let base = text.trimEnd()
  const isMarked = /\(fwd\)$/i.test(base)
  while (/\(fwd\)$/i.test(base)) base = base.slice(0, -5).trimEnd()
  return { base, isMarked }
}

/** Steps 3 to 5: marks at the beginning, and a label where something stands behind it. */
function withoutLeaders(text: string): Extracted {
  let base = text
  let isMarked = false
  for (;;) {
    const before = base
    isMarked ||= LEADER.test(base)
    base = base.replace(LEADER, '').trimStart()
    const unlabelled = base.replace(BLOB, '')
    if (unlabelled !== '') base = unlabelled
    if (base === before) return { base, isMarked }
  }
}

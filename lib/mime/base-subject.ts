import { titleCase } from '#lib/mail/casemap.ts'

/** `subj-refwd` and `subj-blob` of RFC 5256 §5: a reply or forward mark, list labels before and behind it. */
const LEADER = /^(?:\[[^[\]]{0,200}\]\s*)*(?:re|fwd?)\s*(?:\[[^[\]]{0,200}\]\s*)?:\s*/i
const BLOB = /^\[[^[\]]{0,200}\]\s*/
const FORWARD_WRAP = /^\[fwd:(.*)\]$/is

/** Longer subjects are cut; nobody's threading depends on what follows. */
const LENGTH_LIMIT = 4096

/** The base subject of RFC 5256 §2.1 of a decoded subject, in title case (RFC 5051 §2), so that subjects that differ only in marks and case compare equal. */
export function baseSubject(subject: string): string {
  let base = subject.slice(0, LENGTH_LIMIT).replace(/\s+/g, ' ').trim()
  for (;;) {
    const before = base
    base = withoutTrailer(base)
    base = withoutLeaders(base)
    const wrapped = FORWARD_WRAP.exec(base)
    // Step 6: "[fwd: ... ]" around it all; start again with what is inside.
    if (wrapped) base = (wrapped[1] ?? '').trim()
    if (base === before || !wrapped) return titleCase(base)
  }
}

/** Step 2: "(fwd)" and blanks at the end. */
function withoutTrailer(text: string): string {
  let base = text.trimEnd()
  while (/\(fwd\)$/i.test(base)) base = base.slice(0, -5).trimEnd()
  return base
}

/** Steps 3 to 5: marks at the beginning, and a label where something stands behind it. */
function withoutLeaders(text: string): string {
  let base = text
  for (;;) {
    const before = base
    base = base.replace(LEADER, '').trimStart()
    const unlabelled = base.replace(BLOB, '')
    if (unlabelled !== '') base = unlabelled
    if (base === before) return base
  }
}

import type { Attribute } from '../sanitizing/clean-tree.ts'
import { linkDoubt, type LinkDoubt } from './link-doubt.ts'

/** Doubtful links that are named; one is reason enough. */
const DOUBTS_LIMIT = 5
/** Characters of a target that a tooltip shows. */
const TITLE_LIMIT = 200

/** Says on the links of a message where they lead, in attributes that the frame shows, and remembers which ones may lead elsewhere than they say. */
export class LinkMarks {
  /** The first ones. */
  readonly doubtfulLinks: LinkDoubt[] = []

  readonly mark = (text: string, target: string): readonly Attribute[] => {
    const title = { name: 'title', value: target.slice(0, TITLE_LIMIT) }
    const doubt = linkDoubt(text, target)
    if (!doubt) return [title]
    if (this.doubtfulLinks.length < DOUBTS_LIMIT) this.doubtfulLinks.push(doubt)
    return [title, { name: 'data-mail-leads', value: doubt.leads }]
  }
}

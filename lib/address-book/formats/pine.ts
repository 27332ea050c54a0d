import { readPine } from '../pine/read-pine.ts'
import { writePine } from '../pine/write-pine.ts'
import type { ContactFormat } from './contact-format.ts'
import { startText } from './start-text.ts'

/** The address book of PINE and Alpine, usually `.addressbook`. */
export const pine: ContactFormat = {
  name: 'pine',
  fileEndings: ['.addressbook', '.pine'],
  mediaTypes: ['text/plain'],
  leavesOut: ['photos', 'other'],
  // Three fields between TABs, the third with an address or a list; a table with TABs has headers there.
  recognises: (start) => /^(?:#DELETED-.*|[^\t\n ][^\t\n]{0,80}|)\t[^\t\n]*\t(?:\(|[^\t\n(]*@)/.test(startText(start)),
  read: (input) => readPine(input),
  write: writePine,
}

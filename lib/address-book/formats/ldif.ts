import { readLdif } from '../ldif/read-ldif.ts'
import { writeEntry } from '../ldif/write-ldif.ts'
import type { ContactFormat } from './contact-format.ts'
import { startText } from './start-text.ts'

/** RFC 2849 with the attributes of Mozilla's address book. */
export const ldif: ContactFormat = {
  name: 'ldif',
  fileEndings: ['.ldif', '.ldi'],
  mediaTypes: ['text/x-ldif', 'application/x-ldif', 'text/directory'],
  leavesOut: ['other'],
  recognises: (start) => {
    const first = startText(start).split(/[\r\n]+/).find((line) => !/^(?:#|version:|\s*$)/i.test(line))
    return first !== undefined && /^dn::? /i.test(first)
  },
  read: (input) => readLdif(input),
  async *write(cards) {
    yield 'version: 1\r\n\r\n'
    for await (const card of cards) yield writeEntry(card)
  },
}

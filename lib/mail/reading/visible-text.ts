import type { Address } from '../envelope.ts'

/** Controls, and what turns the order of the letters around it so that `gpj.exe` reads `exe.jpg` (threats D14): each is seen as a replacement character. */
const SHOWN = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u{e0001}]/gu
/** What nobody sees and nothing needs: joiners that scripts and emoji are written with are not among them. */
const UNSEEN = /[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/g
/** Blanks of all sorts, those that count as letters among them: many push the true address out of sight. */
const BLANKS = /[\s\u00a0\u115f\u1160\u2800\u3164\uffa0]+/g
/** More marks on one letter than these are written in no language, and cover the lines around. */
const MARKS = /(\p{M}{8})\p{M}+/gu

/** Text of a header as it may be shown: one line, in the order in which its letters are stored, with nothing in it that cannot be seen. */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(BLANKS, ' ').replace(SHOWN, '\ufffd').replace(UNSEEN, '').replace(MARKS, '$1').trim()
}

/** The same for a person's name and address. */
export function visibleAddress({ name, address, group }: Address): Address {
  return { name: visibleText(name), address: visibleText(address), ...(group ? { group: group.map(visibleAddress) } : {}) }
}

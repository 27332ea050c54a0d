// Runs in the browser as well: nothing may be imported here that does not.
import { htmlToText } from '../html-to-text.ts'

/** The text of a message that is written in HTML: what its readers get who want none, and what stays when formatting is given up. */
export function composedText(html: string): string {
  // RFC 3676 §4.3: the mark of a signature ends with a blank, which a line of HTML does not show.
  // It begins right below, whatever room its own blocks would have above them.
  return html === '' ? '' : htmlToText(html, TEXT_LIMIT).replace(/^((?:> ?)*)--$/gm, '$1-- ').replace(/^-- \n\n(?=\S)/gm, '-- \n')
}

/** As much as may be typed (composition-limits.ts). */
const TEXT_LIMIT = 2_000_000

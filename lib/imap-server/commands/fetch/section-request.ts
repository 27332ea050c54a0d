import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { writeAstring } from '../../protocol/quoting.ts'

/** What stands in `BODY[…]` (RFC 3501 §6.4.5). */
export interface SectionRequest {
  /** `1.2`; '' is the message itself. */
  readonly part: string
  readonly text: '' | 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME'
  /** Names for HEADER.FIELDS, as the client spelled them. */
  readonly fields: readonly string[]
}

export const WHOLE: SectionRequest = { part: '', text: '', fields: [] }

const SECTION = /^(?:([1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,5}){0,99})(?:\.(?=[A-Z])|$))?(HEADER|HEADER\.FIELDS|HEADER\.FIELDS\.NOT|TEXT|MIME)?$/

/** More names than any client asks for; each is compared with each field. */
const FIELD_LIMIT = 200

/**
 * `section = "[" [section-spec] "]"`; `section-spec = section-msgtext / (section-part ["." section-text])`.
 * Called behind the opening bracket.
 */
export async function parseSection(args: ArgumentReader): Promise<SectionRequest> {
  if (args.accept(']')) return WHOLE
  const match = SECTION.exec(args.word('a section'))
  const [part, text] = [match?.[1] ?? '', (match?.[2] ?? '') as SectionRequest['text']]
  // RFC 3501 §6.4.5: MIME is a part's own header, so it needs a part.
  if (!match || (text === 'MIME' && part === '')) throw args.problem('a section')
  const fields = text.startsWith('HEADER.FIELDS') ? await parseFields(args) : []
  args.expect(']')
  return { part, text, fields }
}

/** `header-list = "(" header-fld-name *(SP header-fld-name) ")"` */
async function parseFields(args: ArgumentReader): Promise<readonly string[]> {
  const fields: string[] = []
  args.expect(' (')
  do {
    const name = await args.astring('a header field name')
    // RFC 5322 §3.6.8: printable ASCII without the colon. The reply repeats it, so nothing else may pass.
    if (!/^[\x21-\x39\x3b-\x7e]{1,100}$/.test(name) || fields.length === FIELD_LIMIT) throw args.problem('a header field name')
    fields.push(name)
  } while (args.accept(' '))
  args.expect(')')
  return fields
}

/** The section as a reply names it. */
export function writeSection({ part, text, fields }: SectionRequest): string {
  const names = fields.length > 0 ? ` (${fields.map(writeAstring).join(' ')})` : ''
  return `[${part}${part && text && '.'}${text}${names}]`
}

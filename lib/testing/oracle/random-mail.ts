import fc from 'fast-check'

/** One person of an address field. */
export interface Person {
  readonly name: string
  readonly local: string
}

/** A text part, and how it travels. */
export interface TextPart {
  readonly text: string
  readonly encoding: '8bit' | 'base64' | 'quoted-printable'
}

/** A message as whoever wrote it means it: what a server must find in the octets. */
export interface MailModel {
  readonly marks: string
  readonly base: string
  readonly subjectEncoded: boolean
  readonly from: readonly Person[]
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  /** The day and the second of the Date field, in a zone of its own; undefined without one. */
  readonly date: { readonly day: number; readonly second: number; readonly zone: number } | undefined
  readonly label: string | undefined
  readonly parts: readonly TextPart[]
  readonly flags: readonly string[]
  /** Seconds since 1970. */
  readonly arrived: number
  /** Hours by which the clock that said so is ahead of UTC. */
  readonly arrivedZone: number
}

/** Letters that meet each other often, and that differ in case and composition. */
const word = fc.array(fc.constantFrom('a', 'b', 'A', 'ab', 'é', 'E\u0301', 'ß', 'Я', 'я', '日'), { minLength: 1, maxLength: 4 }).map((letters) => letters.join(''))
export const text = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
const ascii = fc.array(fc.constantFrom('a', 'b', 'c', 'B'), { minLength: 1, maxLength: 3 }).map((letters) => letters.join(''))
const person: fc.Arbitrary<Person> = fc.record({ name: fc.oneof(fc.constant(''), ascii), local: ascii })
const people = fc.array(person, { maxLength: 2 })

/** Midnight of the first day that mail is from, in seconds. */
export const FIRST_DAY = Date.UTC(2024, 0, 1) / 1000
const DAY = 86_400

export const FLAGS = ['\\Seen', '\\Flagged', '\\Answered', '\\Draft', 'Red', '$Label'] as const

export const mail: fc.Arbitrary<MailModel> = fc.record({
  marks: fc.constantFrom('', '', 'Re: ', 'Fwd: Re: ', '[list] ', 'RE: [list] '),
  base: text,
  subjectEncoded: fc.boolean(),
  from: fc.array(person, { minLength: 1, maxLength: 2 }),
  to: people,
  cc: people,
  date: fc.option(fc.record({ day: fc.integer({ min: 0, max: 3 }), second: fc.integer({ min: 0, max: DAY - 1 }), zone: fc.constantFrom(-11, -5, 0, 5, 14) }), { nil: undefined }),
  label: fc.option(ascii, { nil: undefined }),
  parts: fc.array(fc.record({ text: fc.array(text, { maxLength: 4 }).map((lines) => lines.join('\r\n')), encoding: fc.constantFrom('8bit', 'base64', 'quoted-printable') }), { minLength: 1, maxLength: 3 }),
  flags: fc.subarray([...FLAGS]),
  arrived: fc.integer({ min: FIRST_DAY, max: FIRST_DAY + 4 * DAY }),
  arrivedZone: fc.constantFrom(-11, -5, 0, 5, 14),
})

/** The octets of a message, and those of each of its sections as they were put together. */
export interface RenderedMail {
  readonly octets: Buffer
  readonly sections: ReadonlyMap<string, Buffer>
  /** What each part decodes to, by its number. */
  readonly decoded: ReadonlyMap<string, Buffer>
  /** The fields of the message and of its parts as people read them. */
  readonly header: string
  readonly partHeaders: string
}

const BOUNDARY = 'next'

export function render(model: MailModel): RenderedMail {
  const fields = headerFields(model)
  const bodies = model.parts.map(encoded)
  const isMultipart = model.parts.length > 1
  const own = isMultipart ? `Content-Type: multipart/mixed; boundary=${BOUNDARY}` : partFields(model.parts[0]!)
  const header = Buffer.from(`${[...fields.map(([, wire]) => wire), own].join('\r\n')}\r\n\r\n`)
  const pieces = bodies.map((body, index) => ({ mime: Buffer.from(`${partFields(model.parts[index]!)}\r\n\r\n`), body }))
  const body = isMultipart ? Buffer.concat([...pieces.flatMap(({ mime, body: octets }) => [Buffer.from(`--${BOUNDARY}\r\n`), mime, octets, Buffer.from('\r\n')]), Buffer.from(`--${BOUNDARY}--\r\n`)]) : bodies[0]!
  const octets = Buffer.concat([header, body])
  const sections = new Map([['', octets], ['HEADER', header], ['TEXT', body]])
  for (const [section, wanted] of FIELD_SECTIONS) sections.set(section, chosenFields(header, wanted))
  for (const [index, piece] of pieces.entries()) {
    sections.set(`${index + 1}`, piece.body)
    sections.set(`${index + 1}.MIME`, isMultipart ? piece.mime : header)
  }
  const decoded = new Map(model.parts.map((part, index) => [`${index + 1}`, Buffer.from(part.text)]))
  const partHeaders = isMultipart ? model.parts.map((part) => partFields(part).replaceAll('\r\n', '\n')).join('\n') : ''
  return { octets, sections, decoded, header: [...fields.map(([plain]) => plain), own.replaceAll('\r\n', '\n')].join('\n'), partHeaders }
}

/** Which fields a section asks for, by their names in small letters. */
const FIELD_SECTIONS: readonly (readonly [section: string, wanted: (name: string) => boolean])[] = [
  ['HEADER.FIELDS (subject CC)', (name) => name === 'subject' || name === 'cc'],
  ['HEADER.FIELDS (X-Label X-None)', (name) => name === 'x-label'],
  ['HEADER.FIELDS.NOT (From TO Date)', (name) => !['from', 'to', 'date'].includes(name)],
]

/** Names of all sections of a message that any request may ask for; of parts there are up to three. */
export const SECTIONS = ['', 'HEADER', 'TEXT', '1', '2', '3', '1.MIME', '2.MIME', ...FIELD_SECTIONS.map(([section]) => section)]

/** No field of these messages takes more than one line. */
function chosenFields(header: Buffer, wanted: (name: string) => boolean): Buffer {
  const lines = header.toString().split('\r\n').filter((line) => line !== '' && wanted(line.slice(0, line.indexOf(':')).toLowerCase()))
  return Buffer.from(lines.map((line) => `${line}\r\n`).join('') + '\r\n')
}

/** Each field as it is read and as it is sent. */
function headerFields(model: MailModel): readonly (readonly [plain: string, wire: string])[] {
  const subject = model.marks + model.base
  const word = model.subjectEncoded || /[^\x00-\x7f]/.test(subject) ? `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=` : subject
  const same = (line: string): readonly [string, string] => [line, line]
  const list = (name: string, persons: readonly Person[]): readonly (readonly [string, string])[] => (persons.length === 0 ? [] : [same(`${name}: ${persons.map(written).join(', ')}`)])
  return [
    ...(model.date ? [same(`Date: ${writtenDate(model.date)}`)] : []),
    ...list('From', model.from),
    ...list('To', model.to),
    ...list('Cc', model.cc),
    [`Subject: ${subject}`, `Subject: ${word}`],
    ...(model.label === undefined ? [] : [same(`X-Label: ${model.label}`)]),
  ]
}

const written = ({ name, local }: Person): string => (name === '' ? `${local}@example.test` : `${name} <${local}@example.test>`)

const partFields = ({ encoding }: TextPart): string => `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}`

function encoded({ text: content, encoding }: TextPart): Buffer {
  const octets = Buffer.from(content)
  if (encoding === '8bit') return octets
  if (encoding === 'base64') return Buffer.from((octets.toString('base64').match(/.{1,12}/g) ?? []).join('\r\n'))
  const quoted = [...octets].map((octet) => (octet > 126 || octet === 0x3d ? `=${octet.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(octet)))
  return Buffer.from(quoted.join('').replace(/ (?=\r\n|$)/g, '=20'))
}

/** When it was written, in seconds since 1970. */
export function sentAt({ day, second, zone }: NonNullable<MailModel['date']>): number {
  return FIRST_DAY + day * DAY + second - zone * 3600
}

function writtenDate({ day, second, zone }: NonNullable<MailModel['date']>): string {
  const local = new Date((FIRST_DAY + day * DAY + second) * 1000).toUTCString().replace(' GMT', '')
  return `${local} ${zone < 0 ? '-' : '+'}${String(Math.abs(zone)).padStart(2, '0')}00`
}

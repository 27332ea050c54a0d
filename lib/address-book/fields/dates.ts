import { parsePartialDate, writePartialDate } from '#lib/mail/contacts/partial-date.ts'

/**
 * A date as tables hold it (`1985-04-12`, `4/12/1985`, `12.4.1985`, `--04-12`, `1985`) in RFC 6350's form; undefined when it is none.
 * With slashes the month comes first, as in Outlook, unless it cannot be one. A day that stands for none is ''.
 */
export function readDate(text: string): string | undefined {
  const value = text.trim()
  if (/^(0{1,2}[/.]0{1,2}[/.]0{2,4}|0000-00-00)$/.test(value)) return ''
  const [, a = '', b = '', slashYear] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value) ?? []
  const [, day, month, dotYear] = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?$/.exec(value) ?? []
  const [, early, mid, late] = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(value) ?? []
  if (slashYear !== undefined) return Number(a) > 12 ? dateOf(slashYear, b, a) : dateOf(slashYear, a, b)
  if (day !== undefined) return dateOf(dotYear, month, day)
  if (early !== undefined) return dateOf(early, mid, late)
  const date = parsePartialDate(value.replace(/^(\d{4}-\d\d-\d\d) .*$/, '$1'))
  return date && writePartialDate(date)
}

/** A date from its parts, of which any may be empty; undefined when they make none. */
export function dateOf(year = '', month = '', day = ''): string | undefined {
  const number = (text: string) => (/^\s*0*[1-9]\d*\s*$/.test(text) ? Number(text) : undefined)
  const parts = { year: number(year), month: number(month), day: number(day) }
  const written = writePartialDate({ ...(parts.year !== undefined && { year: parts.year }), ...(parts.month !== undefined && { month: parts.month }), ...(parts.day !== undefined && { day: parts.day }) })
  return parsePartialDate(written) === undefined ? undefined : written
}

/** `1985-04-12` or `--04-12`, which tables understand; any other form as it is. */
export function writeDate(value: string): string {
  const date = parsePartialDate(value)
  if (date?.month === undefined || date.day === undefined) return value
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.year === undefined ? '-' : String(date.year).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`
}

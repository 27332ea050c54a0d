import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { FormFields } from '../failed-forms.ts'

/** Stops a body that no form of ours sends; uploads are read elsewhere, as streams. */
export const BODY_LIMIT = 1024 * 1024

/** What was posted: a form's fields as they were typed, or a JSON value. */
export type PostedBody = { readonly kind: 'form'; readonly fields: FormFields } | { readonly kind: 'json'; readonly value: unknown }

/** Reads a urlencoded or JSON body of at most `limit` octets. Throws GatewayError 'too-large' or 'invalid'. */
export async function readBody(request: Request, limit: number = BODY_LIMIT): Promise<PostedBody> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return { kind: 'json', value: parseJson(await readText(request, limit)) }
  if (type === 'application/x-www-form-urlencoded') return { kind: 'form', fields: fieldsOf(new URLSearchParams(await readText(request, limit))) }
  if (type === '' && request.body === null) return { kind: 'form', fields: {} }
  throw new GatewayError('invalid', 'content type')
}

/** A form's fields as a shape takes them: a name that came once has a string, one that came often a list. */
export function looseFields(fields: FormFields): Record<string, string | readonly string[]> {
  return Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]))
}

/** A prototype-free record, so that a field called `__proto__` is only a field. */
export function fieldsOf(parameters: URLSearchParams): FormFields {
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const [name, value] of parameters) (fields[name] ??= []).push(value)
  return fields
}

async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new GatewayError('too-large', 'body')
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) throw new GatewayError('too-large', 'body')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new GatewayError('invalid', 'JSON', { cause: error })
  }
}

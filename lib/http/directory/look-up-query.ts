import { lookUpQuery, type LookUpForm } from '#lib/api/directory-shapes.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { looseFields } from '../request/request-body.ts'

/** The form of a page's address; what cannot be read there is as at first. */
export function readLookUp(search: Readonly<Record<string, string | string[] | undefined>>): LookUpForm {
  const fields = Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat()]])))
  try {
    return lookUpQuery(looseFields(fields))
  } catch (error) {
    if (isGatewayError(error)) return lookUpQuery({})
    throw error
  }
}

/** The same as a query: only what is not as at first. */
export function settled(form: LookUpForm): Readonly<Record<string, string>> {
  const first: Readonly<Record<string, unknown>> = lookUpQuery({})
  const said = Object.entries(form).filter(([name, value]) => value !== undefined && name !== 'look' && value !== first[name])
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]))
}

import { peopleQuery } from '#lib/api/people-shapes.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { looseFields } from '../request/request-body.ts'

/** The query of the page's address; one that cannot be read asks nothing. */
export function readPeopleQuery(search: Readonly<Record<string, string | string[] | undefined>>): ReturnType<typeof peopleQuery> {
  const fields = Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().slice(0, 1)]])))
  try {
    return peopleQuery(looseFields(fields))
  } catch (error) {
    if (isGatewayError(error)) return peopleQuery({})
    throw error
  }
}

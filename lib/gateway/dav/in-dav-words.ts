import { DavRefused } from '#lib/dav/library.ts'
import { carddav, dav } from '#lib/dav/xml/element.ts'
import { isGatewayError, type GatewayError } from '#lib/mail/gateway-error.ts'

/** Does the work; what fails in it is said as CardDAV says it. */
export async function inDavWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isGatewayError(error) ? (refusalFor(error) ?? error) : error
  }
}

/** RFC 6352 §6.3.2.1, RFC 4918 §9.7 and §11; undefined for what is our own fault. */
function refusalFor({ failure, refusal, detail }: GatewayError): DavRefused | undefined {
  switch (failure) {
    case 'no-such-contact':
      return new DavRefused(404)
    case 'contacts-forbidden':
      return new DavRefused(403, dav('need-privileges'))
    case 'conflict':
      if (detail === 'book') return new DavRefused(405, dav('resource-must-be-null'))
      return refusal?.name === 'card-there' ? new DavRefused(409, carddav('no-uid-conflict')) : new DavRefused(412)
    case 'too-large':
      return new DavRefused(413, carddav('max-resource-size'))
    case 'refused':
    case 'over-quota':
      return new DavRefused(507, dav('quota-not-exceeded'))
    case 'invalid':
      return new DavRefused(409)
    case 'contacts-unavailable':
      return new DavRefused(503)
    default:
      return undefined
  }
}

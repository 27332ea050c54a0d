import { imageUrl } from './sanitizing/urls.ts'

/** Pictures of a message that are there to tell its sender who opens it, as far as they can be told from others. */
export interface Trackers {
  readonly count: number
  /** Who is told: a service by its name, else the host. At most NAMES_LIMIT, each once. */
  readonly names: readonly string[]
}

/** What an image says of itself, as it is written. */
export interface ImageLook {
  readonly src: string
  readonly width: string
  readonly height: string
  readonly style: string
}

const NAMES_LIMIT = 5
const IMAGES_LIMIT = 2_000

/** Services that senders have their mail counted by, with the domains under which they do. */
const SERVICES: readonly (readonly [name: string, domains: readonly string[]])[] = [
  ['Mailchimp', ['list-manage.com', 'mailchimp.com', 'mandrillapp.com']],
  ['SendGrid', ['sendgrid.net', 'sendgrid.com']],
  ['HubSpot', ['hubspot.com', 'hubspotemail.net', 'hs-analytics.net', 'hubspotlinks.com']],
  ['Salesforce', ['exct.net', 'exacttarget.com', 'pardot.com', 'salesforce.com']],
  ['Mailgun', ['mailgun.org', 'mailgun.net']],
  ['Amazon SES', ['awstrack.me']],
  ['Mailjet', ['mjt.lu', 'mailjet.com']],
  ['Brevo', ['sendibt1.com', 'sendibt2.com', 'sendibt3.com', 'sendinblue.com', 'brevo.com']],
  ['Klaviyo', ['klaviyomail.com', 'klclick.com', 'klaviyo.com']],
  ['Constant Contact', ['constantcontact.com', 'rs6.net', 'ctctcdn.com']],
  ['Campaign Monitor', ['createsend.com', 'cmail19.com', 'cmail20.com', 'createsend1.com']],
  ['Google Analytics', ['google-analytics.com', 'doubleclick.net']],
  ['Litmus', ['emltrk.com', 'litmus.com']],
  ['Mixpanel', ['mixpanel.com']],
  ['Postmark', ['pstmrk.it']],
  ['SparkPost', ['sparkpostmail.com', 'spgo.io']],
  ['Mailtrack', ['mailtrack.io']],
  ['Yesware', ['yesware.com', 'yesware.net']],
  ['CleverReach', ['cleverreach.com', 'crsend.com']],
  ['rapidmail', ['rapidmail.de', 'emailsys1a.net']],
  ['Substack', ['substack.com']],
  ['ActiveCampaign', ['activehosted.com', 'acemlna.com', 'lt.acemlnb.com']],
  ['Iterable', ['iterable.com']],
  ['Customer.io', ['customeriomail.com', 'customer.io']],
]

const OPENED = /\/(?:track(?:ing)?\/(?:open|o)\b|wf\/open|e\/o\/|open\.(?:aspx|php|gif)|opens?\/[^/]{16,}|pixel\.gif|trk\/|o\.gif|beacon)/i

/** True for a picture that nobody would see, or whose address is that of a counter. Only remote ones can be one. */
export function isTracker({ src, width, height, style }: ImageLook): boolean {
  const url = imageUrl(src)
  if (url?.kind !== 'remote') return false
  return (isTiny(width) && isTiny(height)) || isHidden(style.slice(0, 2_000)) || OPENED.test(new URL(url.value).pathname.slice(0, 500))
}

function isTiny(length: string): boolean {
  return /^\s*0*[0-2](?:\.\d+)?\s*(?:px)?\s*$/i.test(length)
}

function isHidden(style: string): boolean {
  if (/(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]))/i.test(style)) return true
  const size = (name: string): boolean => new RegExp(`(?:^|[;\\s])(?:max-)?${name}\\s*:\\s*[0-2](?:px)?\\s*(?:[;!]|$)`, 'i').test(style)
  return size('width') && size('height')
}

const IMAGE = /<img\b([^<>]{0,4000})/gi
const ATTRIBUTE = /\b(src|width|height|style)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi

/** The trackers of a mail's HTML, from its text alone: for a sentence, not for a decision. */
export function findTrackers(html: string): Trackers {
  const names = new Set<string>()
  let count = 0
  let seen = 0
  for (const [, attributes = ''] of html.matchAll(IMAGE)) {
    if (++seen > IMAGES_LIMIT) break
    const look = { src: '', width: '', height: '', style: '' }
    for (const [, name = '', double, single, bare] of attributes.matchAll(ATTRIBUTE)) look[name.toLowerCase() as keyof ImageLook] ||= (double ?? single ?? bare ?? '').replaceAll('&amp;', '&')
    if (!isTracker(look)) continue
    count++
    names.add(nameOf(look.src))
  }
  return { count, names: [...names].slice(0, NAMES_LIMIT) }
}

function nameOf(src: string): string {
  const { hostname } = new URL(imageUrl(src)?.value ?? 'http://invalid')
  return SERVICES.find(([, domains]) => domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`)))?.[0] ?? hostname
}

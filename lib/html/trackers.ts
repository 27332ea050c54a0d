import { imageUrl } from './sanitizing/urls.ts'

/** Pictures of a message that are there to tell its sender who opens it, as far as they can be told from others. */
export interface Trackers {
  readonly count: number
  /** Who is told: a service by its name, else the host. At most NAMES_LIMIT, each once. */
  readonly names: readonly string[]
}

/** What an image, or what has one in its background, says of itself, as it is written. */
export interface ImageLook {
  readonly src: string
  readonly width: string
  readonly height: string
  readonly style: string
}

const NAMES_LIMIT = 5
/** Elements and rules with a picture that are looked at. */
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

/** Domains that serve nothing but counters. */
const COUNTERS = ['emltrk.com', 'awstrack.me', 'google-analytics.com', 'hs-analytics.net', 'mailtrack.io', 'pstmrk.it']

/** True for a picture that nobody would see, or whose address is that of a counter. Only remote ones can be one. */
export function isTracker({ src, width, height, style }: ImageLook): boolean {
  const url = imageUrl(src)
  if (url?.kind !== 'remote') return false
  const { hostname, pathname } = new URL(url.value)
  return (isTiny(width) && isTiny(height)) || isHidden(style.slice(0, 2_000)) || OPENED.test(pathname.slice(0, 500)) || isUnder(hostname, COUNTERS)
}

function isTiny(length: string): boolean {
  return /^\s*0*[0-2](?:\.\d+)?\s*(?:px)?\s*$/i.test(length)
}

function isHidden(style: string): boolean {
  if (/(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]))/i.test(style)) return true
  const size = (name: string): boolean => new RegExp(`(?:^|[;\\s])(?:max-)?${name}\\s*:\\s*[0-2](?:px)?\\s*(?:[;!]|$)`, 'i').test(style)
  return size('width') && size('height')
}

/** An element that is a picture, or has one in an attribute or in its style. */
const ELEMENT = /<(img\b|[a-z][a-z\d]*(?=[^<>]{0,4000}(?:url\(|\bbackground\s*=)))([^<>]{0,4000})/gi
const ATTRIBUTE = /\b(src|background|width|height|style)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi
const STYLE_ELEMENT = /<style\b[^<>]{0,500}>([^<]{0,200000})/gi
const STYLE_URL = /url\(\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^()"'\s]{1,2000}))\s*\)/gi

/** The trackers of a mail's HTML, from its text alone: for a sentence, not for a decision. Pictures of styles count as those of elements do. */
export function findTrackers(html: string): Trackers {
  const names = new Set<string>()
  let count = 0
  let seen = 0
  for (const look of looks(html)) {
    if (++seen > IMAGES_LIMIT) break
    if (!isTracker(look)) continue
    count++
    names.add(nameOf(look.src))
  }
  return { count, names: [...names].slice(0, NAMES_LIMIT) }
}

function* looks(html: string): Generator<ImageLook> {
  for (const [, , attributes = ''] of html.matchAll(ELEMENT)) {
    const look = { src: '', background: '', width: '', height: '', style: '' }
    for (const [, name = '', double, single, bare] of attributes.matchAll(ATTRIBUTE)) look[name.toLowerCase() as keyof typeof look] ||= unescaped(double ?? single ?? bare ?? '')
    for (const src of [look.src, look.background, ...urlsOf(look.style)]) if (src !== '') yield { ...look, src }
  }
  for (const [, css = ''] of html.matchAll(STYLE_ELEMENT)) {
    for (const block of css.split('}')) {
      const style = block.slice(block.lastIndexOf('{') + 1)
      for (const src of urlsOf(style)) yield { src, width: '', height: '', style }
    }
  }
}

function unescaped(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll(/&(?:apos|#0*39);/g, "'").replaceAll('&amp;', '&')
}

function urlsOf(style: string): readonly string[] {
  return style.includes('(') ? [...style.matchAll(STYLE_URL)].map(([, double, single, bare]) => double ?? single ?? bare ?? '') : []
}

function nameOf(src: string): string {
  const { hostname } = new URL(imageUrl(src)?.value ?? 'http://invalid')
  return SERVICES.find(([, domains]) => isUnder(hostname, domains))?.[0] ?? hostname
}

function isUnder(hostname: string, domains: readonly string[]): boolean {
  return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
}

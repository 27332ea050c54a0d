/** An element of XML with its namespace resolved (Namespaces in XML 1.0). */
export interface XmlElement {
  /** The namespace's name; '' for none. */
  readonly space: string
  readonly name: string
  /** Those without a namespace. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** All of its own text, in order. */
  readonly text: string
}

export const DAV = 'DAV:'
export const CARDDAV = 'urn:ietf:params:xml:ns:carddav'
/** What Apple's server began, and every client asks for: getctag, me-card. */
export const CALENDAR_SERVER = 'http://calendarserver.org/ns/'

/** A qualified name as one text: `{DAV:}href`. */
export type XmlName = `{${string}}${string}`

export function nameOf({ space, name }: Pick<XmlElement, 'space' | 'name'>): XmlName {
  return `{${space}}${name}`
}

export function dav(name: string): XmlName {
  return `{${DAV}}${name}`
}

export function carddav(name: string): XmlName {
  return `{${CARDDAV}}${name}`
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: XmlName): XmlElement | undefined {
  return element?.children.find((child) => nameOf(child) === name)
}

export function childrenOf(element: XmlElement | undefined, name: XmlName): readonly XmlElement[] {
  return element?.children.filter((child) => nameOf(child) === name) ?? []
}

/** What a site says of files that are sent as links; where `days` is 0 there are none. */
export interface FileLinkRules {
  /** For so many days a link is good. */
  readonly days: number
  /** Octets of one file. */
  readonly size: number
  /** Octets that all of one person's may take. */
  readonly quota: number
  /** How often the file of one link may be downloaded. */
  readonly downloads: number
}

/** A file that its owner has sent as a link. */
export interface FileLink {
  readonly id: string
  readonly name: string
  /** Octets. */
  readonly size: number
  /** Milliseconds since 1970. */
  readonly created: number
  /** The link opens nothing from then on. */
  readonly until: number
  /** What was fetched of it, in whole downloads, rounded up. */
  readonly downloads: number
  readonly most: number
}

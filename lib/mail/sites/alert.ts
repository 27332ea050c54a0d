/** A line that everybody on a site has to see. */
export interface Alert {
  /** Another one for each text: what was put away stays away until it changes. */
  readonly id: string
  readonly text: string
}

/** Longest alert, in characters: it is one line. */
export const ALERT_LIMIT = 300
/** Longest message of the day that an administrator types, in characters. */
export const MOTD_LIMIT = 4000
/** Longest name of a user to whom an alert is shown, in characters. */
export const USER_LIMIT = 320
/** In place of a site's name: every site of the deployment. No site can be called so. */
export const EVERY_SITE = '*'

/** What somebody typed as one line without blanks around it; undefined for what cannot be an alert. '' clears it. */
export function alertLine(text: string): string | undefined {
  const line = text.replaceAll(/[\p{Zs}\t\r\n\u2028\u2029]+/gu, ' ').trim()
  return line.length > ALERT_LIMIT || /\p{Cc}/u.test(line) ? undefined : line
}

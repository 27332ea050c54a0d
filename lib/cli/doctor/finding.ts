/** `problem` alone is worth the exit code; a `warning` will be one, or is surely not meant; a `note` says what was not looked at, or what a server lacks. */
export type FindingLevel = 'problem' | 'warning' | 'note' | 'ok'

/** One thing that an examination came to, a line each. Sentences are without their full stop. */
export interface Finding {
  readonly level: FindingLevel
  /** Which part: a protocol, `configuration`, `certificate`, `store`. */
  readonly part: string
  /** A server with its port and sites, a file with its line; '' where the part says it. */
  readonly where: string
  readonly what: string
  readonly why?: string
  /** What to do about it. */
  readonly advice?: string
}

/** `problem  imap  mail.test:993 (Lab): cannot be reached: nothing listens there. Start it …` */
export function findingLine({ level, part, where, what, why, advice }: Finding): string {
  const place = [level.padEnd(8), part, where].filter((text) => text !== '').join(' ')
  return `${place}: ${what}${why === undefined ? '' : `: ${why}`}.${advice === undefined ? '' : ` ${advice}.`}`
}

import type { AuditedAct, AuditFields } from './audited.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Values that may stand in a log line. Never a credential, never text of a message. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Writes one JSON object a line on standard error. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** An error's name, message and stack are written; its cause likewise. */
  error(event: string, error: unknown, fields?: LogFields): void
  /** Who did what, for whoever has to answer for it: written whatever the level is. */
  audit<Act extends AuditedAct>(did: Act, what: AuditFields<Act>): void
  /** A logger that adds these fields to each line. */
  with(fields: LogFields): Log
}

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** A logger that writes lines of at least `level` through `write`. */
export function createLog(level: LogLevel, write: (line: string) => void = (line) => void process.stderr.write(line), fields: LogFields = {}): Log {
  const line = (at: LogLevel, event: string, more: LogFields): void => {
    if (ORDER.indexOf(at) >= ORDER.indexOf(level)) tell(at, event, more)
  }
  const tell = (at: LogLevel, event: string, more: LogFields): void => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level: at, event, ...fields, ...more })}\n`)
  }
  return {
    debug: (event, more = {}) => line('debug', event, more),
    info: (event, more = {}) => line('info', event, more),
    warn: (event, more = {}) => line('warn', event, more),
    error: (event, error, more = {}) => line('error', event, { ...describeError(error), ...more }),
    audit: (did, what) => tell('info', 'audit', { did, ...what }),
    with: (more) => createLog(level, write, { ...fields, ...more }),
  }
}

function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) }
  const cause = error.cause instanceof Error ? error.cause.message : undefined
  return { error: `${error.name}: ${error.message}`, stack: error.stack, cause }
}

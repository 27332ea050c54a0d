/** One family of numbers: what one name stands for. */
export interface Family {
  /** `[a-z_]+`; a counter's ends in `_total`. */
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** A sentence without a line break. */
  readonly help: string
  readonly samples: readonly Sample[]
}

export interface Sample {
  /** Behind the family's name: `_bucket`, `_sum` and `_count` of a histogram. */
  readonly suffix?: string
  /** From small fixed sets: never a name of a person, a mailbox or an address. */
  readonly labels?: Readonly<Record<string, string>>
  readonly value: number
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** The text format of Prometheus, version 0.0.4; a family without samples is left out. */
export function writeExposition(families: readonly Family[]): string {
  return families.filter(({ samples }) => samples.length > 0).map(writeFamily).join('')
}

function writeFamily({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${writeLabels(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function writeLabels(labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`)
  return written.length === 0 ? '' : `{${written.join(',')}}`
}

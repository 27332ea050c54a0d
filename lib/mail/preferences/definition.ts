import type { ChoiceKind, LinesKind, NumberKind, PreferenceKind, RecordsKind, TextKind, TextShape, ToggleKind } from './kinds.ts'

/** The pages of the settings, in their order. */
export const TOPICS = ['identity', 'index', 'reading', 'composing', 'mailboxes', 'notifications', 'keyboard', 'language', 'appearance', 'links', 'accounts'] as const
export type Topic = (typeof TOPICS)[number]

/** One thing that a person may set, and an administrator preset, lock or hide. Its words stand in the catalogue of lib/i18n. */
export interface Definition<Value = unknown> {
  readonly topic: Topic
  readonly kind: PreferenceKind
  /** What holds when nobody says anything. */
  readonly fallback: Value
}

type From<Kind extends PreferenceKind, Value> = Definition<Value> & { readonly kind: Kind }
type Presetting<Value> = { readonly topic: Topic; readonly fallback: Value }

/** One of a few named values. */
export function choice<const Options extends readonly string[]>(options: Options, { topic, fallback }: Presetting<NoInfer<Options[number]>>): From<ChoiceKind, Options[number]> {
  return { topic, fallback, kind: { type: 'choice', options } }
}

export function toggle({ topic, fallback }: Presetting<boolean>): From<ToggleKind, boolean> {
  return { topic, fallback, kind: { type: 'toggle' } }
}

/** A whole number. */
export function number(bounds: Omit<NumberKind, 'type'>, { topic, fallback }: Presetting<number>): From<NumberKind, number> {
  return { topic, fallback, kind: { type: 'number', ...bounds } }
}

/** One line; '' stands for none. */
export function line(topic: Topic, { most = 200, shape, fallback = '' }: { most?: number; shape?: TextShape; fallback?: string } = {}): From<TextKind, string> {
  return { topic, fallback, kind: { type: 'text', most, ...(shape ? { shape } : {}) } }
}

/** Several lines, kept as they are typed. */
export function longText(topic: Topic, most: number): From<TextKind, string> {
  return { topic, fallback: '', kind: { type: 'text', most, isLong: true } }
}

/** Short texts in order. */
export function lines(topic: Topic, bounds: Omit<LinesKind, 'type'>): From<LinesKind, readonly string[]> {
  return { topic, fallback: [], kind: { type: 'lines', ...bounds } }
}

/** Records of short texts in order. */
export function records<const Names extends string>(topic: Topic, mostItems: number, fields: Readonly<Record<Names, TextKind>>): From<RecordsKind, readonly Readonly<Record<Names, string>>[]> {
  return { topic, fallback: [], kind: { type: 'records', fields, mostItems } }
}

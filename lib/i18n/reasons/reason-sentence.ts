/** What a group of texts can say: the name of one, beside what it asks for. */
export type Sayable<Texts> = { readonly [Code in keyof Texts]: { readonly code: Code } & (Texts[Code] extends (values: infer Values) => string ? Values : unknown) }[keyof Texts]

/** The sentence of a reason, in the language of these texts. */
export function reasonSentence<Texts extends object>(texts: Texts, reason: Sayable<Texts>): string {
  return sayText(texts[reason.code], reason)
}

/** A text with what it names. */
export function sayText(text: unknown, values: object): string {
  return typeof text === 'function' ? String(text(values)) : String(text)
}

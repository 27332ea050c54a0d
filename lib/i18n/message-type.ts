/*
 * Types of messages in ICU's message format: which arguments a text asks for is read from the text itself, so that a
 * caller who forgets or misspells one does not compile.
 */

/** A catalogue: texts under names, in groups. */
export interface Catalogue {
  readonly [name: string]: string | Catalogue
}

/** The words of a catalogue: a text without arguments is itself, one with arguments a function of them. */
export type WordsOf<Entry> = {
  readonly [Name in keyof Entry]: Entry[Name] extends string ? WordOf<Entry[Name]> : WordsOf<Entry[Name]>
}

type WordOf<Text extends string> = [ArgumentsOf<Text>] extends [never] ? string : (values: Readonly<Record<ArgumentsOf<Text>, string | number>>) => string

/** The names of a text's arguments: `subject` of `“{subject}”`, `count` of `{count, plural, one {…} other {…}}`. */
export type ArgumentsOf<Text extends string> = Text extends `${infer Before}{${infer Rest}` ? NameIn<Before, Rest> | ArgumentsOf<Rest> : never

/** What a brace opens after one of these is a branch of a plural or a choice, and no argument. */
type Selector = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other' | '=0' | '=1' | 'yes' | 'no'
type NameIn<Before extends string, Rest extends string> = Before extends `${string}${Selector} ` ? never : UpTo<',', UpTo<'}', Rest>>
type UpTo<Mark extends string, Text extends string> = Text extends `${infer Start}${Mark}${string}` ? Start : Text

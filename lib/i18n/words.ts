import { en } from './en.ts'

/** The catalogue of a language; another language is another object of this shape. */
export type Words = typeof en

/** The words that screens are made of. */
export const words: Words = en

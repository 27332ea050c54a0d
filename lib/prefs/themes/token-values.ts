import { substitute, type Scheme } from '#lib/mail/themes/contrast.ts'
import { FALLBACKS, TOKENS, type TokenValues } from '#lib/mail/themes/tokens.ts'

/** A rule, or the rules of one @media; the text was written by `checkThemeCss`, so braces stand nowhere else. */
const BLOCK = /@media ([^{]+)\{((?:[^{}]*\{[^{}]*\})*)\}|([^{}@]+)\{([^{}]*)\}/g

/** All tokens as a served style sets them in that scheme, on a screen, by a person who has chosen nothing else. */
export function tokenValues(wholeCss: string, scheme: Scheme): TokenValues {
  return { ...FALLBACKS, ...Object.fromEntries(declarations(wholeCss, scheme)) }
}

/** Tokens whose value never ends: they refer to themselves, directly or by others. */
export function circularTokens(wholeCss: string): readonly string[] {
  const values = [tokenValues(wholeCss, 'light'), tokenValues(wholeCss, 'dark')]
  return Object.keys(TOKENS).filter((token) => values.some((each) => substitute(token, each) === undefined))
}

function declarations(css: string, scheme: Scheme): (readonly [string, string])[] {
  return [...css.matchAll(BLOCK)].flatMap(([, query, inner, selectors, body]) => {
    if (query !== undefined) return query === `(prefers-color-scheme:${scheme})` ? declarations(inner ?? '', scheme) : []
    const holds = (selectors ?? '').trim().split(',').some((each) => each === ':root:root' || each === `:root:root[data-scheme='${scheme}']`)
    return holds ? [...(body ?? '').matchAll(/(--[\w-]+):([^;]+)/g)].map(([, name = '', value = '']) => [name, value] as const) : []
  })
}

/** What the value of a custom property may be. */
export type TokenKind = 'color' | 'length' | 'number' | 'font' | 'weight' | 'shadow' | 'time' | 'picture' | 'place'

export type TokenGroup = 'surfaces' | 'lines' | 'text' | 'accents' | 'meanings' | 'quotes' | 'side' | 'sign-in' | 'type' | 'spaces' | 'density' | 'shape'

export interface Token {
  readonly kind: TokenKind
  readonly group: TokenGroup
  /** What base.css says; a test compares the two. */
  readonly fallback: string
}

type Fallbacks = Readonly<Record<string, string>>

function group(name: TokenGroup, kind: TokenKind, fallbacks: Fallbacks): Readonly<Record<string, Token>> {
  return Object.fromEntries(Object.entries(fallbacks).map(([token, fallback]) => [token, { kind, group: name, fallback }]))
}

/** Every custom property that a theme may set: all colours, fonts, spaces, heights and corners of the screens. */
export const TOKENS: Readonly<Record<string, Token>> = {
  ...group('surfaces', 'color', {
    '--canvas': 'light-dark(#f3f3f0, #121415)',
    '--surface': 'light-dark(#ffffff, #191c1d)',
    '--surface-sunken': 'light-dark(#f8f8f6, #151819)',
    '--surface-raised': 'light-dark(#ffffff, #212526)',
    '--surface-hover': 'light-dark(#f1f1ee, #222728)',
    '--surface-selected': 'light-dark(#e2efec, #163430)',
    '--surface-checked': 'light-dark(#eef5f3, #15282a)',
    '--paper': '#ffffff',
    '--scrim': 'light-dark(#1d202166, #000000a6)',
  }),
  ...group('lines', 'color', {
    '--border': 'light-dark(#e3e2de, #2d3233)',
    '--border-strong': 'light-dark(#8a8d89, #707776)',
  }),
  ...group('text', 'color', {
    '--text': 'light-dark(#1c2021, #e9eae8)',
    '--text-muted': 'light-dark(#585e60, #a7adac)',
    '--text-on-accent': 'light-dark(#ffffff, #06211d)',
  }),
  ...group('accents', 'color', {
    '--accent': 'light-dark(#0b685e, #5fcbb9)',
    '--accent-hover': 'light-dark(#09574f, #82d9ca)',
    '--link': 'light-dark(#0a5f87, #7cc4ea)',
    '--focus': 'light-dark(#0a5fd0, #8fc0ff)',
    '--mark': 'light-dark(#fff0b3, #574a14)',
    '--selection': 'light-dark(#bfe0da, #24564f)',
  }),
  ...group('meanings', 'color', {
    '--danger': 'light-dark(#a92319, #ff9d92)',
    '--danger-surface': 'light-dark(#fdecea, #381a18)',
    '--warning': 'light-dark(#8a4d00, #f1b75f)',
    '--warning-surface': 'light-dark(#fdf3e0, #33260f)',
    '--success': 'light-dark(#1c6b33, #86d49a)',
    '--success-surface': 'light-dark(#e7f5ea, #16301d)',
    '--flag': 'light-dark(#b4560a, #f2a65a)',
  }),
  ...group('quotes', 'color', {
    '--quote-1': 'light-dark(#0a5f87, #7cc4ea)',
    '--quote-2': 'light-dark(#2d6a3a, #8fd3a0)',
    '--quote-3': 'light-dark(#87420f, #eab07a)',
  }),
  ...group('side', 'color', {
    '--side': 'var(--canvas)',
    '--side-text': 'var(--text)',
    '--side-text-muted': 'var(--text-muted)',
    '--side-border': 'var(--border)',
    '--side-hover': 'var(--surface-hover)',
    '--side-selected': 'var(--surface-selected)',
    '--side-accent': 'var(--accent)',
    '--top': 'var(--surface)',
    '--top-text': 'var(--text)',
    '--top-link': 'var(--link)',
  }),
  ...group('sign-in', 'color', { '--sign-in-canvas': 'var(--canvas)' }),
  ...group('sign-in', 'picture', { '--sign-in-picture': 'none' }),
  ...group('sign-in', 'length', { '--sign-in-width': '23rem', '--sign-in-logo': '1.875rem', '--side-logo': '1.375rem' }),
  ...group('sign-in', 'place', { '--sign-in-place': 'center', '--sign-in-title': 'start' }),
  ...group('type', 'font', {
    '--font': "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
    '--font-heading': 'var(--font)',
    '--font-reading': 'var(--font)',
    '--font-mono': "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', 'DejaVu Sans Mono', monospace",
  }),
  ...group('type', 'length', {
    '--font-size': '100%',
    '--text-2xs': '0.6875rem',
    '--text-xs': '0.75rem',
    '--text-s': '0.8125rem',
    '--text-m': '0.875rem',
    '--text-reading': '0.9375rem',
    '--text-l': '1rem',
    '--text-xl': '1.25rem',
    '--text-2xl': '1.5rem',
    '--tracking': '-0.01em',
    '--tracking-title': '-0.02em',
  }),
  ...group('type', 'number', { '--line': '1.45', '--line-tight': '1.25', '--line-reading': '1.55' }),
  ...group('type', 'weight', { '--weight-medium': '500', '--weight-strong': '600' }),
  ...group('spaces', 'length', {
    '--space-1': '0.25rem',
    '--space-2': '0.5rem',
    '--space-3': '0.75rem',
    '--space-4': '1rem',
    '--space-5': '1.5rem',
    '--space-6': '2rem',
    '--space-7': '3rem',
  }),
  ...group('density', 'length', {
    '--control': '2rem',
    '--control-small': '1.625rem',
    '--row-padding': '0.5rem',
    '--bar': '2.75rem',
    '--side-width': '15rem',
    '--measure': '46rem',
  }),
  ...group('shape', 'length', { '--radius-s': '0.3125rem', '--radius': '0.4375rem', '--radius-l': '0.75rem', '--hairline': '1px', '--focus-width': '2px' }),
  ...group('shape', 'shadow', {
    '--shadow': '0 1px 2px light-dark(#1c202114, #00000066)',
    '--shadow-raised': '0 8px 28px light-dark(#1c202129, #000000a6), 0 1px 3px light-dark(#1c20211f, #00000066)',
  }),
  ...group('shape', 'time', { '--fast': '120ms' }),
}

export type TokenValues = Readonly<Record<string, string>>

/** What base.css says of each. */
export const FALLBACKS: TokenValues = Object.fromEntries(Object.entries(TOKENS).map(([name, { fallback }]) => [name, fallback]))

/** What is written on what, and how much contrast it needs at least (WCAG 2.2, 1.4.3 and 1.4.11). */
export const CONTRASTS: readonly (readonly [front: string, back: string, least: number])[] = [
  ...['--canvas', '--surface', '--surface-sunken', '--surface-raised', '--surface-hover', '--surface-selected', '--surface-checked'].flatMap((back) => [['--text', back, 4.5], ['--text-muted', back, 4.5]] as const),
  ...['--canvas', '--surface', '--surface-raised'].flatMap((back) => [['--link', back, 4.5], ['--focus', back, 3]] as const),
  ...['--surface', '--surface-hover', '--surface-selected', '--surface-checked'].map((back) => ['--accent', back, 4.5] as const),
  ['--text-on-accent', '--accent', 4.5],
  ['--text-on-accent', '--accent-hover', 4.5],
  ['--border-strong', '--surface', 3],
  ['--danger', '--surface', 4.5],
  ['--danger', '--danger-surface', 4.5],
  ['--text', '--danger-surface', 4.5],
  ['--warning', '--surface', 4.5],
  ['--warning', '--warning-surface', 4.5],
  ['--text', '--warning-surface', 4.5],
  ['--success', '--success-surface', 4.5],
  ['--text', '--success-surface', 4.5],
  ['--text', '--mark', 4.5],
  ['--text', '--selection', 4.5],
  ['--flag', '--surface', 3],
  ['--quote-1', '--surface', 4.5],
  ['--quote-2', '--surface', 4.5],
  ['--quote-3', '--surface', 4.5],
  ...['--side', '--side-hover', '--side-selected'].flatMap((back) => [['--side-text', back, 4.5], ['--side-text-muted', back, 4.5]] as const),
  ['--side-accent', '--side-selected', 4.5],
  ['--top-text', '--top', 4.5],
  ['--top-link', '--top', 4.5],
]

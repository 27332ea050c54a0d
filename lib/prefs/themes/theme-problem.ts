/** What is wrong with a theme's folder, for an administrator. */
export interface ThemeProblem {
  /** Relative to the theme's folder; '' is the folder itself. */
  readonly file: string
  readonly line?: number
  /** One English sentence without a full stop. */
  readonly reason: string
  /** A refused theme is not used at all; a warning is only said. */
  readonly kind: 'refused' | 'warning'
}

export function refused(file: string, reason: string, line?: number): ThemeProblem {
  return { file, reason, kind: 'refused', ...(line === undefined ? {} : { line }) }
}

export function warning(file: string, reason: string, line?: number): ThemeProblem {
  return { ...refused(file, reason, line), kind: 'warning' }
}

/** `theme.css:3: reason`. */
export function problemText({ file, line, reason }: ThemeProblem): string {
  return `${file === '' ? 'the folder' : file}${line === undefined ? '' : `:${line}`}: ${reason}`
}

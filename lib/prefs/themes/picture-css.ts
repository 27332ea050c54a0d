import type { Theme, ThemePicture } from './theme.ts'

/** The logo of a theme as rules for base.css's `.logo`. Addresses are relative to the style itself, so that no base path is needed. */
export function pictureCss({ pictures: { logo, logo_dark: dark } }: Pick<Theme, 'pictures'>, folder: string, hash: string): string {
  if (!logo) return ''
  // A file's name is made of letters, digits, hyphens and its ending: nothing in it can end the string.
  const look = ({ file, width, height }: ThemePicture): string => `{--logo-drawing:none;--logo-ratio:${(width / height).toFixed(3)};background-image:url("${folder}${file}?v=${hash}")}`
  const light = `:root:root .logo${look(logo)}`
  return dark ? `${light}@media (prefers-color-scheme:dark){:root:root:not([data-scheme='light']) .logo${look(dark)}}:root:root[data-scheme='dark'] .logo${look(dark)}` : light
}

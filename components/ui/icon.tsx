import type { ReactNode } from 'react'

/** Drawn on a grid of 20 by 20 with a line of 1.5. */
const DRAWINGS = {
  archive: <path d="M3 4.5h14v3H3zM4.5 7.5V16h11V7.5M8 10.5h4" />,
  attachment: <path d="m14.5 9.5-5 5a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-6 6a1 1 0 0 1-1.4-1.5L12 6.4" />,
  answered: <path d="M8 5 3.5 9.5 8 14M4 9.5h7.5a5 5 0 0 1 5 5V15" />,
  ban: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM5.2 5.2l9.6 9.6" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  clock: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6v4.2l3 1.8" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  code: <path d="m7 6-4 4 4 4M13 6l4 4-4 4" />,
  compose: <path d="M9 4H4.5v11.5H16V11M15.2 3.3l1.5 1.5L10.5 11l-2.2.7.7-2.2z" />,
  copy: <path d="M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7" />,
  download: <path d="M10 3.5v8.5M6.5 9l3.5 3.5L13.5 9M4 16h12" />,
  down: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  drafts: <path d="M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M7.5 10.5h5M7.5 13.5h3" />,
  file: <path d="M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5" />,
  flag: <path d="M5 17V3.5M5 4.5h10.5l-2.5 3.5 2.5 3.5H5" />,
  folder: <path d="M3 5h5l1.7 2H17v9H3z" />,
  forward: <path d="m12 5 4.5 4.5L12 14M16 9.5H8.5a5 5 0 0 0-5 5V15" />,
  print: <path d="M6 7V3.5h8V7M6 14.5H3.5V7h13v7.5H14M6 12h8v4.5H6z" />,
  redirect: <path d="M3 10h11m-4-4.5L14.5 10 10 14.5M17 4v12" />,
  'forward-attached': <path d="m11 3.5 3.5 3.5L11 10.5M14 7H8a4.5 4.5 0 0 0-4.5 4.5M9 12.5h8v4.5H9zM9 12.5l4 2.5 4-2.5" />,
  help: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM8 8.2c0-1.2.9-2 2-2s2 .8 2 1.9c0 1.5-2 1.7-2 3.2M10 13.4v.4" />,
  image: <path d="M3 4h14v12H3zM3 13.5l4-4 3.5 3.5 2.5-2.5 4 4M12.5 7.5h.5" />,
  inbox: <path d="M3 11.5 5.5 4h9l2.5 7.5V16H3zM3 11.5h4L8.5 14h3l1.5-2.5h4" />,
  info: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 9v4.5M10 6.4v.3" />,
  junk: <path d="M10 2.8 16 5v4.5c0 3.6-2.5 6.3-6 7.7-3.5-1.4-6-4.1-6-7.7V5zM10 7v3.5M10 13v.3" />,
  keyboard: <path d="M2.5 5.5h15v9h-15zM5.5 8.5H6M8.5 8.5H9M11.5 8.5h.5M14.5 8.5H15M6.5 11.5h7" />,
  left: <path d="M12 5.5 7.5 10l4.5 4.5" />,
  menu: <path d="M3 5.5h14M3 10h14M3 14.5h14" />,
  message: <path d="M3 5h14v10.5H3zM3 5.5l7 6 7-6" />,
  'message-open': <path d="M3 8.5v7.5h14V8.5L10 3.5zM3 8.5l7 4.5 7-4.5" />,
  move: <path d="M3 5h5l1.7 2H17v9H3zM7 11.5h5.5M10.5 9.3l2.2 2.2-2.2 2.2" />,
  person: <path d="M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM4 16.5c.5-3 2.9-4.5 6-4.5s5.5 1.5 6 4.5" />,
  reply: <path d="M8 5 3.5 9.5 8 14M4 9.5h7.5a5 5 0 0 1 5 5V15" />,
  'reply-all': <path d="M6 5 1.5 9.5 6 14M10.5 5 6 9.5l4.5 4.5M6.5 9.5H13a4.5 4.5 0 0 1 4.5 4.5v1" />,
  'reply-list': <path d="M7.5 5 3 9.5 7.5 14M3.5 9.5h6M12.5 6h4.5M12.5 9.5h4.5M12.5 13h4.5" />,
  right: <path d="M8 5.5 12.5 10 8 14.5" />,
  search: <path d="M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4" />,
  sent: <path d="M3 9.5 17 3.5l-4.5 13-3-5.5zM9.5 11 17 3.5" />,
  settings: <path d="M3 6h6M13 6h4M3 14h2M9 14h8M11 4v4M7 12v4" />,
  shared: <path d="M3 5h5l1.7 2H17v9H3zM8.3 10.3a1.2 1.2 0 1 0 .1 0M11.8 10.3a1.2 1.2 0 1 0 .1 0M6.2 15c.2-1.2 1-1.8 2.1-1.8M10 14.8c.2-1 1-1.6 2-1.6s1.8.6 2 1.8" />,
  'sign-out': <path d="M11.5 3.5H4v13h7.5M8.5 10H17M14 7l3 3-3 3" />,
  text: <path d="M4 5h12M4 8.5h12M4 12h12M4 15.5h7" />,
  trash: <path d="M3.5 5.5h13M8 5.5V3.5h4v2M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5" />,
  unflag: <path d="M5 17V6M8 4.5h7.5l-2.5 3.5 2.5 3.5H11M3.5 3l13 13" />,
  up: <path d="M5.5 12 10 7.5l4.5 4.5" />,
  view: <path d="M2 10c2-3.5 4.7-5 8-5s6 1.5 8 5c-2 3.5-4.7 5-8 5s-6-1.5-8-5ZM10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z" />,
  warning: <path d="M10 3.5 17.5 16.5h-15zM10 8.5v3.7M10 14.3v.3" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof DRAWINGS

/** A picture that repeats what text beside it says; screen readers skip it. */
export function Icon({ name, size = 18, filled = false }: { name: IconName; size?: number; filled?: boolean }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {DRAWINGS[name]}
    </svg>
  )
}

/** The gate in the wall: Postern's own sign, or what the theme has in its place (base.css). As large as `--logo-size` says. */
export function Logo() {
  return (
    <span className="logo" aria-hidden="true">
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M3 21V4h3.5v2.5h3.5V4h4v2.5h3.5V4H21v17z" />
        <path d="M8.5 21v-5.5a3.5 3.5 0 0 1 7 0V21" />
      </svg>
    </span>
  )
}

import type { ReactNode } from 'react'

/** Drawn on a grid of 20 by 20 with a line of 1.5. */
const DRAWINGS = {
  archive: <path d="M3 4.5h14v3H3zM4.5 7.5V16h11V7.5M8 10.5h4" />,
  attachment: <path d="m14.5 9.5-5 5a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-6 6a1 1 0 0 1-1.4-1.5L12 6.4" />,
  answered: <path d="M8 5 3.5 9.5 8 14M4 9.5h7.500a5 5 0 0 1 5 5V15" />,
  ban: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM5.2 5.200l9.6 9.6" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  code: <path d="m7 6-4 4 4 4M13 6l4 4-4 4" />,
  compose: <path d="M9 4H4.500v11.500H16V11M15.2 3.300l1.5 1.500L10.5 11l-2.2.7.7-2.200z" />,
  copy: <path d="M7 7h9.500v9.500H7zM13 7V3.500H3.500V13H7" />,
  download: <path d="M10 3.500v8.500M6.5 9l3.5 3.500L13.5 9M4 16h12" />,
  down: <path d="m5.5 8 4.5 4.500L14.5 8" />,
  drafts: <path d="M5 3h7l3.5 3.500V17H5zM12 3v3.500h3.500M7.5 10.500h5M7.5 13.500h3" />,
  file: <path d="M5 3h7l3.5 3.500V17H5zM12 3v3.500h3.5" />,
  flag: <path d="M5 17V3.500M5 4.500h10.500l-2.5 3.5 2.5 3.500H5" />,
  folder: <path d="M3 5h5l1.7 2H17v9H3z" />,
  forward: <path d="m12 5 4.5 4.500L12 14M16 9.500H8.500a5 5 0 0 0-5 5V15" />,
  help: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM8 8.200c0-1.2.9-2 2-2s2 .8 2 1.900c0 1.5-2 1.7-2 3.200M10 13.400v.4" />,
  image: <path d="M3 4h14v12H3zM3 13.500l4-4 3.5 3.5 2.5-2.5 4 4M12.5 7.500h.5" />,
  inbox: <path d="M3 11.5 5.5 4h9l2.5 7.500V16H3zM3 11.500h4L8.5 14h3l1.5-2.500h4" />,
  info: <path d="M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 9v4.500M10 6.400v.3" />,
  junk: <path d="M10 2.8 16 5v4.500c0 3.6-2.5 6.3-6 7.7-3.5-1.4-6-4.1-6-7.700V5zM10 7v3.500M10 13v.3" />,
  keyboard: <path d="M2.5 5.500h15v9h-15zM5.5 8.500H6M8.5 8.500H9M11.5 8.500h.500M14.5 8.500H15M6.5 11.500h7" />,
  left: <path d="M12 5.5 7.5 10l4.5 4.5" />,
  menu: <path d="M3 5.500h14M3 10h14M3 14.500h14" />,
  message: <path d="M3 5h14v10.500H3zM3 5.500l7 6 7-6" />,
  'message-open': <path d="M3 8.500v7.500h14V8.500L10 3.500zM3 8.500l7 4.5 7-4.5" />,
  move: <path d="M3 5h5l1.7 2H17v9H3zM7 11.500h5.500M10.5 9.300l2.2 2.2-2.2 2.2" />,
  person: <path d="M10 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM4 16.500c.5-3 2.9-4.5 6-4.500s5.5 1.5 6 4.5" />,
  reply: <path d="M8 5 3.5 9.5 8 14M4 9.500h7.500a5 5 0 0 1 5 5V15" />,
  'reply-all': <path d="M6 5 1.5 9.5 6 14M10.5 5 6 9.500l4.5 4.500M6.5 9.500H13a4.5 4.5 0 0 1 4.5 4.500v1" />,
  right: <path d="M8 5.5 12.5 10 8 14.5" />,
  search: <path d="M9 3.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l4 4" />,
  sent: <path d="M3 9.5 17 3.500l-4.5 13-3-5.500zM9.5 11 17 3.5" />,
  settings: <path d="M3 6h6M13 6h4M3 14h2M9 14h8M11 4v4M7 12v4" />,
  shared: <path d="M3 5h5l1.7 2H17v9H3zM8.3 10.300a1.2 1.2 0 1 0 .1 0M11.8 10.300a1.2 1.2 0 1 0 .1 0M6.2 15c.2-1.2 1-1.8 2.1-1.800M10 14.800c.2-1 1-1.6 2-1.600s1.8.6 2 1.8" />,
  'sign-out': <path d="M11.5 3.500H4v13h7.500M8.5 10H17M14 7l3 3-3 3" />,
  text: <path d="M4 5h12M4 8.500h12M4 12h12M4 15.500h7" />,
  trash: <path d="M3.5 5.500h13M8 5.500V3.500h4v2M5 5.500l.8 11h8.400l.8-11M8.5 8.500v5M11.5 8.500v5" />,
  unflag: <path d="M5 17V6M8 4.500h7.500l-2.5 3.5 2.5 3.500H11M3.5 3l13 13" />,
  up: <path d="M5.5 12 10 7.500l4.5 4.5" />,
  view: <path d="M2 10c2-3.5 4.7-5 8-5s6 1.5 8 5c-2 3.5-4.7 5-8 5s-6-1.5-8-5ZM10 7.700a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.600Z" />,
  warning: <path d="M10 3.5 17.5 16.500h-15zM10 8.500v3.700M10 14.300v.3" />,
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

/** The gate in the wall: Postern's own sign. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
      <path d="M3 21V4h3.500v2.500h3.500V4h4v2.500h3.500V4H21v17z" />
      <path d="M8.5 21v-5.500a3.5 3.5 0 0 1 7 0V21" />
    </svg>
  )
}

import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './button.module.css'

export type ButtonLook = 'plain' | 'primary' | 'quiet' | 'danger'

interface Looks {
  readonly look?: ButtonLook
  readonly icon?: IconName
  /** Only the icon is seen; the text is still there for ears and text browsers. */
  readonly iconOnly?: boolean
  readonly small?: boolean
  readonly children: ReactNode
}

/** A button; `type` defaults to submit, for a form is what makes it work without scripts. */
export function Button({ look = 'plain', icon, iconOnly = false, small = false, children, ...rest }: Looks & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button type="submit" {...rest} className={buttonClass(look, small, iconOnly, rest.className)} {...tooltip(iconOnly, children)}>
      <Inside icon={icon} iconOnly={iconOnly}>{children}</Inside>
    </button>
  )
}

/** A link that looks like a button. */
export function ButtonLink({ look = 'plain', icon, iconOnly = false, small = false, children, ...rest }: Looks & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...rest} className={buttonClass(look, small, iconOnly, rest.className)} {...tooltip(iconOnly, children)}>
      <Inside icon={icon} iconOnly={iconOnly}>{children}</Inside>
    </a>
  )
}

function Inside({ icon, iconOnly, children }: { icon: IconName | undefined; iconOnly: boolean; children: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} />}
      <span className={iconOnly ? 'for-screen-readers' : undefined}>{children}</span>
    </>
  )
}

const tooltip = (iconOnly: boolean, children: ReactNode) => (iconOnly && typeof children === 'string' ? { title: children } : {})

function buttonClass(look: ButtonLook, small: boolean, iconOnly: boolean, more: string | undefined): string {
  return [styles.button, styles[look], small && styles.small, iconOnly && styles.iconOnly, more].filter(Boolean).join(' ')
}

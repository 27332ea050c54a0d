/** Whether this browser shows notices of this site. */
export type NoticePermission = NotificationPermission | 'impossible'

export function noticePermission(): NoticePermission {
  return typeof Notification === 'undefined' ? 'impossible' : Notification.permission
}

export interface DesktopNotice {
  readonly title: string
  readonly body: string
  /** One of the same tag takes the place of the one before, whichever tab showed it. */
  readonly tag: string
}

/** Tells a person who looks at something else; nothing where the browser has not been allowed to, or this window is being looked at. */
export function showDesktopNotice({ title, body, tag }: DesktopNotice): void {
  if (noticePermission() !== 'granted' || (document.visibilityState === 'visible' && document.hasFocus())) return
  try {
    const notice = new Notification(title, { body, tag })
    notice.addEventListener('click', () => {
      window.focus()
      notice.close()
    })
  } catch {
    // Phones have the constructor, and refuse it to pages.
  }
}

/** How many messages of the inbox are unread, on the icon of the installed application where there is one; 0 takes the number away. */
export function showUnread(count: number): void {
  // Who has not installed it, or forbids it, sees the number in the title.
  navigator.setAppBadge?.(count).catch(() => undefined)
}

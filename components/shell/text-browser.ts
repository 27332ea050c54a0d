/** True for browsers that show text only, by their User-Agent: they get the text of messages in the page and no frame. */
export function isTextBrowser(userAgent: string | null | undefined): boolean {
  return /^(?:lynx|w3m|links|elinks|edbrowse)\b/i.test(userAgent ?? '')
}

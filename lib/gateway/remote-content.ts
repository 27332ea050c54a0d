/** What names another place in an attribute that loads, or in a style; a link to follow is none. */
const LOADING_ATTRIBUTE = /\b(?:src|srcset|background|poster|data|lowsrc|dynsrc)\s*=\s*["']?\s*(?:https?:)?\/\//i
const LOADING_STYLE = /(?:url\s*\(|@import)\s*["']?\s*(?:https?:)?\/\//i
const LOADING_LINK = /<(?:link|image|use|feimage)\b[^>]*\bhref\s*=/i

/** True when the HTML may want something from elsewhere. Only decides whether the button is offered: what loads is decided by the policy. */
export function mayContainRemote(html: string): boolean {
  return LOADING_ATTRIBUTE.test(html) || LOADING_STYLE.test(html) || LOADING_LINK.test(html)
}

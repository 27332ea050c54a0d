/** Characters of a link's text that are looked at. */
export const LINK_TEXT_LIMIT = 300

/** The site as titles name it: with the address before it where a browser has several accounts, so that their windows can be told apart. */
export function whoseSite(site: string, whose: string | undefined): string {
  return whose === undefined ? site : `${whose} – ${site}`
}

/** Formats of files of contacts by their own names, in the order in which a page offers them. */
export const FORMAT_TITLES: Readonly<Record<string, string>> = {
  vcard4: 'vCard 4',
  vcard3: 'vCard 3',
  ldif: 'LDIF',
  csv: 'CSV',
  thunderbird: 'CSV (Thunderbird)',
  google: 'CSV (Google)',
  outlook: 'CSV (Outlook)',
  pine: 'PINE, Alpine',
}

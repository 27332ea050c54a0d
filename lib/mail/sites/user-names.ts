/** Every name, in small letters, by which a site of that domain knows a user: without the domain and with it. */
export function userNames(user: string, domain: string): readonly [string, string] {
  const [name, own] = [user.toLowerCase(), `@${domain.toLowerCase()}`]
  return [name, name.includes('@') ? (name.endsWith(own) ? name.slice(0, -own.length) : name) : name + own]
}

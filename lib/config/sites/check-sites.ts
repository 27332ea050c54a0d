import { canonicalNetwork, mappedNetwork } from './network-text.ts'
import type { GroupConfig, SiteConfig } from './site-config.ts'
import type { SettingsTable } from './settings-table.ts'

/** Finds what sites and groups say against each other so that one of them cannot be heard. */
export function checkSites(top: SettingsTable, sites: readonly SiteConfig[], groups: readonly GroupConfig[]): void {
  refuseMappedNetworks(top, sites)
  for (const list of ['hosts', 'networks', 'groups'] as const) refuseShared(top, sites, list)
  refuseSharedPaths(top, sites)
  for (const { name, groups: named } of sites) {
    for (const [at, group] of named.entries()) if (!groups.some((each) => each.name === group)) top.problem(`site.${name}.groups.${at}`, { code: 'no-such-group', group })
  }
  for (const { name, site } of groups) {
    if (site !== undefined && !sites.some((each) => each.name === site)) top.problem(`group.${name}.site`, { code: 'no-such-site', site })
  }
}

/** Addresses of clients are told as IPv4 wherever they are IPv4: a network that says it otherwise holds nobody. */
function refuseMappedNetworks(top: SettingsTable, sites: readonly SiteConfig[]): void {
  for (const { name, networks } of sites) {
    for (const [at, network] of networks.entries()) {
      const inside = mappedNetwork(network)
      if (inside !== undefined) top.problem(`site.${name}.networks.${at}`, { code: 'mapped-network', network, plain: inside })
    }
  }
}

/** What chooses a site may choose one only, in whatever way it is written. */
function refuseShared(top: SettingsTable, sites: readonly SiteConfig[], list: 'hosts' | 'networks' | 'groups'): void {
  const owners = new Map<string, { readonly owner: string; readonly written: string }>()
  for (const site of sites) {
    for (const [at, entry] of site[list].entries()) {
      const one = list === 'networks' ? canonicalNetwork(entry) : entry
      const known = owners.get(one)
      if (known === undefined) owners.set(one, { owner: site.name, written: entry })
      else {
        const chosen = { value: entry, site: known.owner }
        top.problem(`site.${site.name}.${list}.${at}`, known.written === entry ? { code: 'chosen-already', ...chosen } : { code: 'chosen-already-as', ...chosen, written: known.written })
      }
    }
  }
}

/** A site whose path is just its name is not to blame: the one that names it is. */
function refuseSharedPaths(top: SettingsTable, sites: readonly SiteConfig[]): void {
  const owners = new Map<string, string>()
  for (const { name, path } of sites) {
    const owner = owners.get(path)
    if (owner === undefined) owners.set(path, name)
    else {
      const [to, other] = top.has(`site.${name}.path`) ? [name, owner] : [owner, name]
      top.problem(`site.${to}.path`, { code: 'chosen-already', value: path, site: other })
    }
  }
}

/**
 * The address to hand to the framework, below `base`: one whose percent-encoding stands for no UTF-8 leads to the page that says that there is
 * no such page, where the framework would answer with a bare 500.
 */
export function decodableAddress(address: string, base: string): string {
  const path = address.split('?', 1)[0] ?? ''
  try {
    decodeURIComponent(path)
    return address
  } catch {
    return `${base}/no-such-page`
  }
}

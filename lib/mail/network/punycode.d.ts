declare module 'punycode.js' {
  const punycode: {
    /** One label without its `xn--`. Throws RangeError for what is none. */
    decode(label: string): string
  }
  export { punycode as default }
}

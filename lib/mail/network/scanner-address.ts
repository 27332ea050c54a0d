/** Who looks at files for viruses: clamd behind a socket of the file system or on this machine, or a program with its arguments that reads the file from its standard input. */
export type ScannerAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'program'; readonly program: string; readonly args: readonly string[] }

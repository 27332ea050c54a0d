import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'

/**
 * The number that a file of this tree gives a name: `const NAME = 256 * 1024`. The text is read and nothing run, for a room
 * need not let others import its limits. Throws where there is no such number.
 */
export function readConstant(file: string, name: string): number {
  const [, product] = new RegExp(`\\b${name}(?: =|:) ([\\d_]+(?: \\*\\*? [\\d_]+)*)(?=[\\s,;}]|$)`, 'm').exec(readFileSync(join(ROOT, file), 'utf8')) ?? []
  if (product === undefined) throw new Error(`${file} has no number ${name}`)
  return product.split(' * ').map((factor) => factor.split(' ** ').map((text) => Number(text.replaceAll('_', ''))).reduce((base, power) => base ** power)).reduce((one, other) => one * other)
}

import { join } from 'node:path'
import { publish } from '#lib/config/environment.ts'
import { ROOT } from '../root.ts'

/** Every process that is started from here on finds what Node has compiled before: hundreds of files of tests load the same sources, each by itself. */
export function keepCompiled(): void {
  publish('NODE_COMPILE_CACHE', join(ROOT, 'node_modules/.cache/compiled'))
}

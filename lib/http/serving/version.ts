import manifest from '../../../package.json' with { type: 'json' }

/** The version of this tree, from package.json. */
export const VERSION: string = manifest.version

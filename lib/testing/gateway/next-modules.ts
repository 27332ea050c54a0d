import { registerHooks } from 'node:module'

/*
 * Route handlers are written for the framework's bundler, which knows `server-only` and `next/headers`. A test that calls
 * them directly imports this first.
 */
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === 'server-only') return { url: 'data:text/javascript,', shortCircuit: true }
    if (specifier === 'next/headers') return { url: new URL('../fakes/next-headers.ts', import.meta.url).href, shortCircuit: true }
    return next(specifier === 'next/navigation' ? `${specifier}.js` : specifier, context)
  },
})

import { registerHooks } from 'node:module'

/*
 * Route handlers are written for the framework's bundler, which knows `server-only` and completes `next/headers`. A test that calls
 * them directly imports this first.
 */
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === 'server-only') return { url: 'data:text/javascript,', shortCircuit: true }
    return next(/^next\/(headers|navigation)$/.test(specifier) ? `${specifier}.js` : specifier, context)
  },
})

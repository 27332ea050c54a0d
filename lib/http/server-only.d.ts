/** The marker that the bundler resolves: a client component that imports it fails to build. */
declare module 'server-only'

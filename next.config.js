import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// The framework writes each output directory into the tsconfig that it is given, so it has one of its own.
// Not in node_modules: what is new there the bundler does not see while it has an older cache.
const tsconfigPath = '.next-tsconfig.json'
const tsconfig = join(import.meta.dirname, tsconfigPath)
if (!existsSync(tsconfig)) writeFileSync(tsconfig, JSON.stringify({ extends: './tsconfig.json', include: [] }))

/** @type {import('next').NextConfig} */
const config = {
  // `serve` sets both for the build and for the web process: a base path is compiled in.
  basePath: process.env.POSTERN_HTTP_BASE_PATH ?? '',
  distDir: process.env.POSTERN_DIST_DIR ?? '.next',
  // Every page is complete before its first octet: without scripts a suspended part never appears.
  htmlLimitedBots: /.*/,
  poweredByHeader: false,
  reactStrictMode: true,
  skipTrailingSlashRedirect: true,
  generateEtags: false,
  devIndicators: false,
  // The demonstration prints 127.0.0.1; in development the framework would take it for another site than localhost.
  allowedDevOrigins: ['127.0.0.1', 'localhost', '[::1]'],
  images: { unoptimized: true },
  serverExternalPackages: ['imapflow', 'nodemailer', 'iron-session', 'parse5', 'css-tree', 'iconv-lite', '@fastify/busboy', 'valibot', 'fflate', 'openpgp'],
  // Types are checked by `npm test`, over the tests as well.
  typescript: { ignoreBuildErrors: true, tsconfigPath },
}

export default config

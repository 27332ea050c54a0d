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
  images: { unoptimized: true },
  serverExternalPackages: ['imapflow', 'nodemailer', 'iron-session', 'parse5', 'css-tree', 'iconv-lite', '@fastify/busboy', 'valibot'],
  // Types are checked by `npm test`, over the tests as well.
  typescript: { ignoreBuildErrors: true },
}

export default config

import { defineConfig } from '@playwright/test'
import { environment } from '#lib/config/environment.ts'
import { findChromium, findHeadlessChromium } from '#lib/cli/suites/find-program.ts'

const executablePath = findHeadlessChromium() ?? findChromium()

/** The system's Chromium, two workers; the site is started by the global setup on ports of its own. */
export default defineConfig({
  testDir: 'specs',
  outputDir: '../.playwright',
  globalSetup: './support/global-setup.ts',
  workers: 2,
  fullyParallel: false,
  // Where nobody looks on, a test that fails is tried again, and named if it then passes.
  retries: environment().CI === undefined ? 0 : 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  // Suites against another server choose by name.
  ...(environment().POSTERN_E2E_ONLY === undefined ? {} : { grep: new RegExp(environment().POSTERN_E2E_ONLY ?? '') }),
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    acceptDownloads: true,
    // Only one suite is about them; elsewhere they would stand between a page and what a test does to its network.
    serviceWorkers: 'block',
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      // Chromium's own sandbox does not work for root, as which containers often run tests.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})

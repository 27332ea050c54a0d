import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith } from '#lib/config/environment.ts'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { Vt52Screen } from './vt52-screen.ts'

const ROWS = 90
/** A VT52 cannot name a column beyond 94. */
const COLUMNS = 90
const PATIENCE = 15_000
/** Lynx writes a page in one go: nothing for so long means that it waits for a key. */
const QUIET = 40
const ANSWER = 2_000
const CONFIGURATION = ['ACCEPT_ALL_COOKIES:TRUE', 'CHARACTER_SET:utf-8', 'SHOW_CURSOR:TRUE', 'NO_PAUSE:TRUE', 'DEFAULT_USER_MODE:ADVANCED', 'LOCAL_EXECUTION_LINKS_ALWAYS_ON:FALSE', 'TEXTFIELDS_NEED_ACTIVATION:FALSE', '']

/** Lynx in a terminal of its own, driven by keys as a person does it, read from its screen. */
export class LynxTerminal {
  readonly #screen = new Vt52Screen(ROWS, COLUMNS)
  readonly #scratch: string
  readonly #child: ChildProcessWithoutNullStreams
  #lastOutput = performance.now()

  private constructor(scratch: string, child: ChildProcessWithoutNullStreams) {
    this.#scratch = scratch
    this.#child = child
    child.stdout.on('data', (chunk: Buffer) => {
      this.#screen.feed(chunk)
      this.#lastOutput = performance.now()
    })
  }

  /** Opens Lynx at an address. Throws when Lynx is not installed. */
  static open(address: string): LynxTerminal {
    const lynx = findProgram('lynx')
    const script = findProgram('script')
    if (lynx === undefined || script === undefined) throw new Error(`${lynx === undefined ? 'Lynx' : 'script (util-linux)'} is not installed`)
    const scratch = mkdtempSync(join(tmpdir(), 'postern-lynx-'))
    const configuration = join(scratch, 'lynx.cfg')
    writeFileSync(configuration, CONFIGURATION.join('\n'))
    const command = `stty rows ${ROWS} cols ${COLUMNS}; exec ${lynx} -cfg=${configuration} -nopause -accept_all_cookies '${address}'`
    const child = spawn(script, ['-qfec', command, '/dev/null'], { cwd: scratch, env: environmentWith({ TERM: 'vt52', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', HOME: scratch, LINES: undefined, COLUMNS: undefined }) })
    return new LynxTerminal(scratch, child)
  }

  get text(): string {
    return this.#screen.lines.join('\n')
  }

  /** Waits until the screen shows this. */
  async shows(text: string | RegExp): Promise<void> {
    const found = (): boolean => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text))
    const end = performance.now() + PATIENCE
    while (!found()) {
      if (performance.now() > end) throw new Error(`Lynx does not show ${String(text)}, but:\n${this.text}`)
      await sleep(20)
    }
    await this.#quiet()
  }

  /** Waits for this on the page, turning its screens over from the one that is shown. */
  async find(text: string | RegExp): Promise<void> {
    const found = (): boolean => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text))
    for (let before = ''; !found(); ) {
      if (this.text === before) throw new Error(`Lynx has no ${String(text)} down to:\n${this.text}`)
      before = this.text
      await this.press(KEYS.nextScreen)
    }
  }

  /** Presses keys, or types a text, and waits until Lynx has answered. */
  async press(keys: string): Promise<void> {
    const before = this.#lastOutput
    this.#child.stdin.write(keys)
    // Every key draws something, if only the cursor; a machine that is busy takes its time.
    const end = performance.now() + ANSWER
    while (this.#lastOutput === before && performance.now() < end) await sleep(5)
    await this.#quiet()
  }

  /** Walks to the link or button with this text, downwards from the cursor. `nth` counts from 0. */
  async focus(label: string, { nth = 0 }: { readonly nth?: number } = {}): Promise<void> {
    let left = nth
    await this.#walk(label, () => {
      if (!this.#isAtCursor(label)) return false
      left -= 1
      return left < 0
    })
  }

  /** Walks to the field behind this label, on its line or at the beginning of the next. */
  async focusField(label: string): Promise<void> {
    await this.#walk(label, () => {
      const { row, column } = this.#screen.cursor
      // The cursor stands behind what the field holds already.
      return this.#line(row).slice(0, column).includes(label) || (this.#line(row).trimEnd().endsWith('_') && this.#lineAbove(row).includes(label))
    })
  }

  /** Follows the link or presses the button with this text. */
  async follow(label: string, options?: { readonly nth?: number }): Promise<void> {
    await this.focus(label, options)
    await this.press(KEYS.enter)
  }

  /** Replaces what stands in a field. */
  async fill(label: string, text: string): Promise<void> {
    await this.focusField(label)
    await this.press(`${KEYS.eraseLine}${text}`)
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = new Promise((resolve) => this.#child.once('exit', resolve))
      // With its terminal gone, Lynx goes too.
      this.#child.kill('SIGKILL')
      await gone
    }
    rmSync(this.#scratch, { recursive: true, force: true })
  }

  /** From where the cursor is to the end of the page; then, inside a field the key for "home" being another, once more from its top. */
  async #walk(label: string, arrived: () => boolean): Promise<void> {
    if (await this.#walkDown(arrived)) return
    await this.press(KEYS.home)
    if (await this.#walkDown(arrived)) return
    throw new Error(`Lynx has no link or field "${label}" on:\n${this.text}`)
  }

  async #walkDown(arrived: () => boolean): Promise<boolean> {
    const seen = new Set<string>()
    for (;;) {
      if (arrived()) return true
      const { row, column } = this.#screen.cursor
      const now = `${row} ${column} ${this.text}`
      // At the last link Lynx stays, or begins again at the top.
      if (seen.has(now)) return false
      seen.add(now)
      await this.press(KEYS.tab)
    }
  }

  /** The cursor stands before a link, and on a button, whose value Lynx puts in parentheses before its words (which may begin the next line). */
  #isAtCursor(label: string): boolean {
    const { row, column } = this.#screen.cursor
    const line = this.#line(row)
    const onward = `${line.slice(column)} ${this.#line(row + 1).trimStart()}`
    return line.startsWith(label, column + 1) || onward.replace(/^\([^)]*\)\s*/, '').startsWith(label)
  }

  /** The nearest line above that is not blank. */
  #lineAbove(row: number): string {
    return this.#screen.lines.slice(0, row).findLast((line) => line !== '') ?? ''
  }

  #line(row: number): string {
    return this.#screen.lines[row] ?? ''
  }

  /** Lynx tells on the last line what it is doing; else an address or what a field is for stands there. */
  #isLoading(): boolean {
    return /^(HTTP|Looking|Making|Sending|Getting|Connect|Retriev|Request|Data|Read |Loading|Using|Alert)/i.test(this.#line(ROWS - 1)) && !/^https?:/.test(this.#line(ROWS - 1))
  }

  async #quiet(): Promise<void> {
    while (performance.now() - this.#lastOutput < QUIET || this.#isLoading()) await sleep(10)
  }
}

export const KEYS = { enter: '\r', tab: '\t', home: '\u0001', eraseLine: '\u0015', back: '\u001bD', nextScreen: '\u0006', down: '\u001bB', up: '\u001bA' } as const

import { startMailServer } from '#lib/mail-server/server.ts'
import type { StartPart } from './running.ts'

/** The mail server in the box. */
export const startMail: StartPart = async (config, log) => startMailServer(config, log)

import { startEmbedded } from './embedded-server.ts'
import { mailSuite } from './mail-suite.ts'

mailSuite('the server in the box', startEmbedded)

import { startEmbedded } from './embedded-server.ts'
import { wireSuite } from './wire-suite.ts'

wireSuite('the server in the box', startEmbedded)

import { AUDITED } from '#lib/log/audited.ts'
import { code, markdownTable } from './markdown-table.ts'

/** Every act of the audit log. */
export function auditTable(): string {
  return markdownTable(['did', 'with', 'when'], Object.entries(AUDITED).map(([did, { fields, about }]) => [code(did), fields.map(code).join(', '), about]))
}

import type { TableRefusal } from '../domain/deidentification/table-fault'
import type { ImportLimitRefusal } from '../domain/import-limits'
import type { RuleCount } from '../domain/upload-refusals'
import type { AdmissionRefusal } from './admissions'
import type { CommitRefusal } from './commit-import'
import type { PlanRefusal } from './plan-upload'
import type { Presentation } from './present-token'
import type { DefinitionTooLarge } from './receive-form'
import type { FormRefusal } from './upload-parts'

/** Everything that an upload can be refused for. */
export type UploadRefusal =
  | FormRefusal
  | DefinitionTooLarge
  | ImportLimitRefusal
  | PlanRefusal
  | TableRefusal
  | Extract<Presentation, { outcome: 'refused' }>['refusal']
  | AdmissionRefusal
  | CommitRefusal
  | { readonly code: 'disk-full' }
  | { readonly code: 'store-unavailable' }
  | { readonly code: 'outcome-unknown'; readonly importId: string }

/** A refusal as the history keeps it: codes and counts only. */
export interface RefusalToRecord {
  readonly tokenId: string
  readonly reason: string
  readonly ruleCounts: readonly RuleCount[]
}

/** These say nothing of the upload itself, and a client hears them as often as it likes. */
const passing: ReadonlySet<UploadRefusal['code']> = new Set([
  ...(['busy', 'token-in-use', 'disk-full', 'store-unavailable', 'outcome-unknown'] as const),
])

/** `null`: the refusal is not worth a place in the history, and doesn't count against the token. */
export function refusalToRecord(tokenId: string, refusal: UploadRefusal): RefusalToRecord | null {
  if (passing.has(refusal.code)) return null
  const ruleCounts = refusal.code === 'csv-invalid' ? countByRule(refusal.totals) : []
  return { tokenId, reason: refusal.code, ruleCounts }
}

function countByRule(totals: readonly RuleCount[]): readonly RuleCount[] {
  const counts = new Map<string, number>()
  for (const { rule, count } of totals) counts.set(rule, (counts.get(rule) ?? 0) + count)
  return [...counts].map(([rule, count]) => ({ rule, count }))
}

import type { StoredColumn } from '../domain/dataset'
import { actionText } from '../domain/deidentification/action'
import { isStored, keyfileColumns, storedColumns } from '../domain/deidentification/plan'
import type { TableRefusal } from '../domain/deidentification/table-fault'
import type { ImportKind } from '../domain/import-kind'
import { limitedTable, TableTooLarge } from './limited-table'
import { type PlannedUpload, type PlanningLimits, type PlanRefusal, planUpload } from './plan-upload'
import type { ReadXml } from './ports/definition-reader'
import type { TableTransformer } from './ports/table-transformer'
import { type DefinitionTooLarge, maxDefinitionBytes } from './receive-form'
import type { FormRefusal } from './upload-parts'

export interface UploadToCheck {
  readonly kind: ImportKind
  readonly definition: AsyncIterable<Uint8Array>
  readonly table: AsyncIterable<Uint8Array>
  readonly maxTableBytes: number
}

/** A column of the file, and what becomes of it. */
export interface CheckedColumn extends Omit<StoredColumn, 'type'> {
  /** As it stands in the stored dataset; `null`: it does not. */
  readonly storedAs: string | null
}

export type UploadCheck =
  | {
      readonly outcome: 'sound'
      readonly rows: number
      readonly columns: readonly CheckedColumn[]
      /** The columns of the keyfile that the project's recipient is to open; empty: the import makes none. */
      readonly keyfile: readonly string[]
      /** Of an external import. */
      readonly uuid: string | null
      readonly ignored: readonly string[]
    }
  | {
      readonly outcome: 'refused'
      readonly refusal:
        | DefinitionTooLarge
        | PlanRefusal
        | TableRefusal
        | Extract<FormRefusal, { readonly code: 'upload-too-large' }>
    }

/** Rejects with the signal's reason, and with faults of the sources. */
export type CheckUpload = (upload: UploadToCheck, signal: AbortSignal) => Promise<UploadCheck>

type CheckRefusal = Extract<UploadCheck, { outcome: 'refused' }>['refusal']

const refused = (refusal: CheckRefusal): UploadCheck => ({ outcome: 'refused', refusal })

/** Stands for the project's own; whatever it is, nothing is sealed to it. */
const anyProject = { projectId: 1, name: '', description: '' }
const anyRecipient = ''

/** Does all that an import does to definition and table, for no project and without storing anything. */
export const checkUpload =
  (deps: {
    readonly readXml: ReadXml
    readonly transformer: TableTransformer
    readonly limits: PlanningLimits
  }): CheckUpload =>
  async ({ kind, definition, table, maxTableBytes }, signal) => {
    const bytes = await readWhole(definition, maxDefinitionBytes)
    if (bytes === null) return refused({ code: 'definition-too-large', limit: maxDefinitionBytes })
    const planned = planUpload(deps.readXml, bytes, kind, anyProject, anyRecipient, deps.limits)
    if ('code' in planned) return refused(planned)
    try {
      const limited = limitedTable(table, maxTableBytes)
      const transformed = await deps.transformer.transform(planned.plan, limited, { output: null }, signal)
      if (transformed.outcome === 'refused') return transformed
      return { outcome: 'sound', rows: transformed.rows, ...described(planned) }
    } catch (fault) {
      if (fault instanceof TableTooLarge) return refused({ code: 'upload-too-large', limit: fault.limit })
      throw fault
    }
  }

/** `null`: there is more of it. */
async function readWhole(source: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.byteLength
    if (bytes > limit) return null
    chunks.push(chunk)
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

function described({ plan, uuid, ignored }: PlannedUpload) {
  const types = new Map(storedColumns(plan).map(({ name, type }) => [name, type]))
  const columns = plan.columns.map(({ name, action }) => ({
    name,
    action: actionText(action),
    storedAs: isStored(action) ? (types.get(name) ?? null) : null,
  }))
  return { columns, keyfile: keyfileColumns(plan), uuid, ignored }
}

import type { TableRefusal } from '../domain/deidentification/table-fault'
import { type ImportLimitRefusal, refuseDefinition, refuseExternalUuid } from '../domain/import-limits'
import type { Destination, PreparedImport } from './destinations'
import { TableTooLarge } from './limited-table'
import { type PlannedUpload, type PlanningLimits, type PlanRefusal, planUpload } from './plan-upload'
import type { Staging } from './ports/dataset-store'
import type { ReadXml } from './ports/definition-reader'
import type { HasRoom } from './ports/room'
import type { Sha256 } from './ports/sha256'
import type { OpenSpool } from './ports/spool'
import type { TableTransformer, TransformResult } from './ports/table-transformer'
import type { PresentedUpload } from './present-token'
import { type DefinitionTooLarge, type ReceivedForm, receiveForm } from './receive-form'
import { type FormRefusal, PartBroken, type UploadPart } from './upload-parts'
import { leavingRoom, whileRoom } from './while-room'

export interface PrepareDeps {
  readonly readXml: ReadXml
  readonly openSpool: OpenSpool
  readonly hasRoom: HasRoom
  readonly transformer: TableTransformer
  readonly sha256: Sha256
  readonly limits: PlanningLimits
  /** The age recipient of projects that name none; `null`: they get no keyfile. */
  readonly keyfileRecipient: string | null
}

export type Preparation =
  | { readonly outcome: 'prepared'; readonly prepared: PreparedImport }
  | {
      readonly outcome: 'refused'
      readonly refusal: FormRefusal | DefinitionTooLarge | ImportLimitRefusal | PlanRefusal | TableRefusal
    }

type PreparationRefusal = Extract<Preparation, { outcome: 'refused' }>['refusal']

const refused = (refusal: PreparationRefusal) => ({ outcome: 'refused', refusal }) as const

/** Receives an upload and de-identifies its table into the staging place, before anything else keeps it. */
export async function prepareImport(
  deps: PrepareDeps,
  importId: string,
  upload: PresentedUpload,
  parts: AsyncIterator<UploadPart>,
  destination: Destination,
  staging: Staging,
  signal: AbortSignal,
): Promise<Preparation> {
  try {
    return await receiveAndTransform(deps, importId, upload, parts, destination, staging, signal)
  } catch (fault) {
    // What is left of the form is not read for it: the refusal is known.
    if (fault instanceof TableTooLarge) return refused({ code: 'upload-too-large', limit: fault.limit })
    throw fault
  }
}

async function receiveAndTransform(
  deps: PrepareDeps,
  importId: string,
  upload: PresentedUpload,
  parts: AsyncIterator<UploadPart>,
  destination: Destination,
  staging: Staging,
  signal: AbortSignal,
): Promise<Preparation> {
  const { kind, project, grant } = upload
  const { maxBytes = Number.POSITIVE_INFINITY, maxRows } = grant
  const reading = await receiveForm(parts, leavingRoom(deps.openSpool, deps.hasRoom), maxBytes, signal)
  if (reading.outcome === 'refused') return reading
  const { form } = reading
  try {
    const definitionSha256 = deps.sha256(form.definition)
    const notAllowed = refuseDefinition(grant, definitionSha256)
    if (notAllowed !== null) return refused(notAllowed)
    const limits = { ...deps.limits, ...(maxRows === undefined ? {} : { maxRows }) }
    const { readXml, keyfileRecipient } = deps
    const planned = planUpload(readXml, form.definition, kind, project, keyfileRecipient, limits)
    if ('code' in planned) return refused(planned)
    const uuidNotAllowed = refuseExternalUuid(grant, planned.uuid)
    if (uuidNotAllowed !== null) return refused(uuidNotAllowed)
    const transformed = await transform(deps, planned, form, destination, staging, signal)
    if (transformed.outcome === 'refused') return transformed
    const refusal = await form.finish()
    if (refusal !== null) return refused(refusal)
    return { outcome: 'prepared', prepared: { importId, upload, planned, definitionSha256, transformed } }
  } finally {
    await form.discard()
  }
}

async function transform(
  { transformer, hasRoom }: PrepareDeps,
  { plan, keyfileRecipient }: PlannedUpload,
  form: ReceivedForm,
  { sealedTo }: Destination,
  { tablePath, keyfilePath }: Staging,
  signal: AbortSignal,
): Promise<TransformResult | ReturnType<typeof refused>> {
  const output = { path: tablePath, ...(sealedTo === undefined ? {} : { sealedTo }) }
  const target =
    keyfileRecipient === null
      ? { output }
      : { output, keyfile: { path: keyfilePath, recipient: keyfileRecipient } }
  try {
    return await transformer.transform(plan, whileRoom(form.table, hasRoom), target, signal)
  } catch (fault) {
    if (!(fault instanceof PartBroken)) throw fault
    const refusal = await form.finish()
    if (refusal === null) throw new Error('the table broke off and the form ended well')
    return refused(refusal)
  }
}
